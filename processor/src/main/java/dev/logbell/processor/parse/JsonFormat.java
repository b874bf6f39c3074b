package dev.logbell.processor.parse;

import dev.logbell.processor.parse.format.FormatFile;
import dev.logbell.processor.parse.format.Target;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON objects whose file tells them by the names in them, and says where their values go. */
final class JsonFormat implements LineFormat {
    private final JsonFields object = new JsonFields();
    private final KnownFields known;
    private final String name;
    private final List<String> has;
    private final DeclaredFields declared;
    private final Map<String, Target> fields;
    private final Set<String> objects = new HashSet<>();

    JsonFormat(TimeReader times, FormatFile file, FormatFile.Json content) {
        this.known = new KnownFields(times);
        this.name = file.name();
        this.has = List.copyOf(content.has());
        this.fields = new HashMap<>(content.fields());
        this.declared = new DeclaredFields(times, file, fields);
        for (String path : fields.keySet()) {
            for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
                objects.add(path.substring(0, dot));
            }
        }
    }

    /** The names that are all in an object of this format. */
    List<String> has() {
        return has;
    }

    @Override
    public @Nullable ParsedLine parse(String line, Instant observed) {
        if (!object.read(line)) {
            return null;
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < object.size(); i++) {
            names.add(object.name(i));
        }
        return names.containsAll(has) ? parsed(object, line, observed) : null;
    }

    /** What an object says that has all the names. */
    ParsedLine parsed(JsonFields given, String line, Instant observed) {
        ParsedLine parsed = new ParsedLine(observed);
        for (int i = 0; i < given.size(); i++) {
            if (!put(given.name(i), given.value(i), parsed)) {
                known.put(given.name(i), given.value(i), parsed);
            }
        }
        declared.complete(parsed);
        known.complete(line, parsed);
        parsed.recognisedAs(name);
        return parsed;
    }

    @Override
    public boolean isSingleLine() {
        return true;
    }

    @Override
    public boolean isEnvelope() {
        return true;
    }

    /** Puts a field where the file says; tells if it says anything about it. */
    private boolean put(String path, Object value, ParsedLine into) {
        Target target = fields.get(path);
        if (target != null) {
            declared.put(target, value, into);
            return true;
        }
        if (!(value instanceof Map<?, ?> object) || !objects.contains(path)) {
            return false;
        }
        object.entrySet()
                .removeIf(entry ->
                        entry.getValue() != null && put(path + "." + entry.getKey(), (Object) entry.getValue(), into));
        if (!object.isEmpty()) {
            into.attribute(path, object);
        }
        return true;
    }
}
