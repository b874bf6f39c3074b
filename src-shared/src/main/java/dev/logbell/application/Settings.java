package dev.logbell.application;

import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigSourceInterceptorFactory;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the configuration while it is put together: if a value in it is wrong, it is never finished, and what it
 * looked like is needed to say where the value came from.
 */
public final class Settings implements SmallRyeConfigBuilderCustomizer {
    private static final int OVER_THE_USUAL_CONVERTER = 200;

    private static volatile @Nullable SmallRyeConfigBuilder builder;
    private static volatile @Nullable ConfigSourceInterceptorContext values;

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        Settings.builder = builder;
        builder.withConverter(Boolean.class, OVER_THE_USUAL_CONVERTER, new StrictBoolean());
        builder.withInterceptorFactories(new ConfigSourceInterceptorFactory() {
            @Override
            public ConfigSourceInterceptor getInterceptor(ConfigSourceInterceptorContext context) {
                values = context;
                return ConfigSourceInterceptorContext::proceed;
            }

            @Override
            public OptionalInt getPriority() {
                return OptionalInt.of(Integer.MAX_VALUE);
            }
        });
    }

    /** What is wrong, a sentence a line, each setting named as the person who set it knows it. */
    static String sentences(ConfigValidationException wrong) {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < wrong.getProblemCount(); i++) {
            messages.add(wrong.getProblem(i).getMessage());
        }
        return sentences(messages);
    }

    /** The same for messages of single problems; one that is not known stays as it is. */
    static String sentences(List<String> messages) {
        return String.join("\n", new SettingProblems(known(), Settings::value, names()).sentences(messages));
    }

    private static KnownSettings known() {
        SmallRyeConfigBuilder used = builder;
        Map<String, String> known = new HashMap<>();
        if (used != null) {
            for (ConfigClass mapping : used.getMappingsBuilder().getMappings()) {
                mapping.getProperties().forEach((key, usual) -> known.put(key, usual == null ? "" : usual));
            }
        }
        return new KnownSettings(known);
    }

    /** All settings that are set anywhere. */
    private static List<String> names() {
        ConfigSourceInterceptorContext used = values;
        List<String> names = new ArrayList<>();
        if (used != null) {
            for (Iterator<String> each = used.iterateNames(); each.hasNext(); ) {
                names.add(each.next());
            }
        }
        return names;
    }

    private static SettingProblems.@Nullable Origin value(String key) {
        ConfigSourceInterceptorContext used = values;
        try {
            ConfigValue value = used == null ? null : used.proceed(key);
            return value == null
                    ? null
                    : new SettingProblems.Origin(value.getRawValue(), String.valueOf(value.getLocation()));
        } catch (RuntimeException e) {
            // of a value that refers to one that is not there
            return null;
        }
    }
}
