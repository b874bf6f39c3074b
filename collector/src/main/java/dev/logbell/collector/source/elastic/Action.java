package dev.logbell.collector.source.elastic;

import dev.logbell.collector.source.record.Json;
import dev.logbell.collector.source.record.Room;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.otlp.MalformedException;
import java.util.Map;

/**
 * What a bulk request says of a document: {@code {"create":{"_index":"logs"}}}.
 *
 * @param name {@code create}, {@code index}, {@code update} or {@code delete}
 * @param index empty if the path names it
 * @param id empty if the sender leaves it to us
 */
record Action(String name, String index, String id) {
    static Action read(byte[] body, int from, int to, int lineNumber, Room room)
            throws MalformedException, NoRoomException {
        Map<String, Object> line;
        try {
            line = Json.object(body, from, to, room);
        } catch (MalformedException e) {
            throw new MalformedException("line %d: the action is wrong, %s".formatted(lineNumber, e.getMessage()));
        }
        if (line.size() == 1) {
            Map.Entry<String, Object> only = line.entrySet().iterator().next();
            if (only.getValue() instanceof Map<?, ?> of) {
                switch (only.getKey()) {
                    case "create", "index", "update", "delete" -> {
                        return new Action(only.getKey(), text(of, "_index"), text(of, "_id"));
                    }
                    default -> {}
                }
            }
        }
        throw new MalformedException(
                "line %d: an action must be one of create, index, update and delete, with an object"
                        .formatted(lineNumber));
    }

    private static String text(Map<?, ?> of, String name) {
        Object value = of.get(name);
        return value == null ? "" : Json.text(value);
    }

    boolean hasDocument() {
        return !name.equals("delete");
    }

    boolean isTaken() {
        return name.equals("create") || name.equals("index");
    }
}
