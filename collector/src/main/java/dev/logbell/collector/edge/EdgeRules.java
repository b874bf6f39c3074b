package dev.logbell.collector.edge;

import dev.logbell.collector.edge.mask.Masking;
import java.util.List;
import java.util.Map;

/**
 * What is done to lines before they leave the machine.
 *
 * @param masking the secrets that are masked
 * @param attributes resource attributes that every source gets, unless it has its own of that name
 * @param rules about what is left out; the first that leaves an event out decides
 */
public record EdgeRules(Masking masking, Map<String, String> attributes, List<EdgeRule> rules) {
    public EdgeRules {
        rules = List.copyOf(rules);
        attributes = Map.copyOf(attributes);
    }
}
