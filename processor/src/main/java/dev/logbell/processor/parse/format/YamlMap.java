package dev.logbell.processor.parse.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** A mapping of a YAML file; its errors name the file and the line. */
final class YamlMap {
    private final String origin;
    private final int line;
    private final Map<String, Node> entries = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();

    private YamlMap(String origin, MappingNode node) {
        this.origin = origin;
        this.line = lineOf(node);
        for (NodeTuple tuple : node.getValue()) {
            String key = scalar(tuple.getKeyNode(), "a name");
            lines.put(key, lineOf(tuple.getKeyNode()));
            if (entries.put(key, tuple.getValueNode()) != null) {
                throw wrong(key, "stands there twice: leave one out");
            }
        }
    }

    /** Reads a file that is one mapping. */
    static YamlMap read(String origin, String text) {
        LoaderOptions options = new LoaderOptions();
        try {
            Node root = new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options)
                    .getSingleNode();
            if (root instanceof MappingNode mapping) {
                return new YamlMap(origin, mapping);
            }
            throw new FormatException("%s, line 1: a format file is a YAML mapping that begins with name:, got %s"
                    .formatted(origin, root == null ? "an empty file" : root.getNodeId()));
        } catch (MarkedYAMLException e) {
            int at = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new FormatException("%s, line %d: this is no YAML: %s".formatted(origin, at, e.getProblem()), e);
        } catch (YAMLException e) {
            throw new FormatException("%s, line 1: this is no YAML: %s".formatted(origin, e.getMessage()), e);
        }
    }

    int line() {
        return line;
    }

    /** Line of a key, of the mapping if it is not there. */
    int line(String key) {
        return lines.getOrDefault(key, line);
    }

    boolean has(String key) {
        asked.add(key);
        return entries.containsKey(key);
    }

    Set<String> keys() {
        asked.addAll(entries.keySet());
        return entries.keySet();
    }

    String text(String key) {
        asked.add(key);
        Node node = entries.get(key);
        if (node == null) {
            throw new FormatException("%s, line %d: %s: is missing".formatted(origin, line, key));
        }
        return scalar(node, key);
    }

    @Nullable
    String textOrNull(String key) {
        return has(key) ? text(key) : null;
    }

    /** The texts of a list, or one text alone; none if the key is not there. */
    List<String> texts(String key) {
        asked.add(key);
        Node node = entries.get(key);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            return List.of(scalar(node, key));
        }
        List<String> texts = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            texts.add(scalar(item, key));
        }
        return texts;
    }

    /** Names and texts; none if the key is not there. */
    Map<String, String> textMap(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (has(key)) {
            YamlMap map = map(key);
            for (String name : map.keys()) {
                texts.put(name, map.text(name));
            }
        }
        return texts;
    }

    YamlMap map(String key) {
        asked.add(key);
        if (entries.get(key) instanceof MappingNode mapping) {
            return new YamlMap(origin, mapping);
        }
        throw wrong(key, "must be a mapping of names to values");
    }

    /** The mappings of a list; none if the key is not there. */
    List<YamlMap> maps(String key) {
        asked.add(key);
        List<YamlMap> maps = new ArrayList<>();
        if (entries.get(key) instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (!(item instanceof MappingNode mapping)) {
                    throw wrong(key, "must be a list of mappings, each after a dash");
                }
                maps.add(new YamlMap(origin, mapping));
            }
        } else if (entries.containsKey(key)) {
            throw wrong(key, "must be a list, each item after a dash");
        }
        return maps;
    }

    /** All of it as Strings, Longs, Doubles, Booleans, Lists and Maps. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String key : keys()) {
            Node node = entries.get(key);
            if (node != null) {
                values.put(key, value(node));
            }
        }
        return values;
    }

    /** Refuses what nobody asked for. */
    void refuseOthers() {
        for (String key : entries.keySet()) {
            if (!asked.contains(key)) {
                List<String> known = asked.stream().sorted().toList();
                throw wrong(key, "is not known here; known are " + String.join(", ", known));
            }
        }
    }

    FormatException wrong(String key, String rule) {
        return new FormatException("%s, line %d: %s: %s".formatted(origin, line(key), key, rule));
    }

    FormatException wrong(String key, String rule, Throwable cause) {
        return new FormatException("%s, line %d: %s: %s".formatted(origin, line(key), key, rule), cause);
    }

    private String scalar(Node node, String key) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new FormatException("%s, line %d: %s must be one text".formatted(origin, lineOf(node), key));
    }

    private Object value(Node node) {
        if (node instanceof MappingNode mapping) {
            return new YamlMap(origin, mapping).values();
        }
        if (node instanceof SequenceNode sequence) {
            List<Object> list = new ArrayList<>();
            sequence.getValue().forEach(item -> list.add(value(item)));
            return list;
        }
        String text = scalar(node, "a value");
        if (node.getTag().equals(Tag.INT) && text.length() < 19) {
            return Long.parseLong(text.startsWith("+") ? text.substring(1) : text);
        }
        if (node.getTag().equals(Tag.FLOAT)) {
            return Double.parseDouble(text);
        }
        return node.getTag().equals(Tag.BOOL) ? (Object) text.equals("true") : text;
    }

    private static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
