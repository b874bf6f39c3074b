package dev.logbell.processor.rule;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;

/** The rules, by name: {@code processor.rules.<name>.*}. Without any, the one rule is ErrorLine: severity:>=ERROR. */
@ConfigMapping(prefix = "processor")
public interface RulesConfig {
    /** The rules by their names, which become the label {@code alertname}. */
    Map<String, RuleConfig> rules();

    /** Where people reach this processor's page, for the links in alerts. */
    @WithDefault("http://localhost:8090")
    String url();

    /** How many lines before and after an event its alert shows, 0 to 50. */
    @WithDefault("5")
    int contextLines();

    /** One rule. */
    interface RuleConfig {
        /** Raises an alert about each event that matches this query. */
        String query();

        /** Labels that its alerts carry besides {@code alertname}, {@code severity}, {@code service} and {@code host}. */
        Map<String, String> labels();
    }
}
