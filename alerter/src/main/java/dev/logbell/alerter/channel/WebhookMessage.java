package dev.logbell.alerter.channel;

import dev.logbell.alert.Alert;
import dev.logbell.wire.AlertCodec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A notification in the shape of Alertmanager's webhook, version 4, with the events and the lines around them. */
final class WebhookMessage {
    private static final String NO_END = "0001-01-01T00:00:00Z";

    private WebhookMessage() {}

    static JsonObject of(Notification notification, String receiver) {
        List<Alert> alerts = notification.alerts();
        JsonArray items = new JsonArray();
        alerts.forEach(alert -> items.add(item(alert)));
        boolean isFiring = alerts.stream().anyMatch(alert -> alert.endsAt() == null);
        Map<String, String> labels = inCommon(alerts.stream().map(Alert::labels).toList());
        return new JsonObject()
                .put("version", "4")
                .put("groupKey", notification.id())
                .put("truncatedAlerts", 0)
                .put("status", isFiring ? "firing" : "resolved")
                .put("receiver", receiver)
                .put("groupLabels", new JsonObject().put("alertname", labels.getOrDefault("alertname", "")))
                .put("commonLabels", object(labels))
                .put(
                        "commonAnnotations",
                        object(inCommon(alerts.stream().map(Alert::annotations).toList())))
                .put("externalURL", AlertText.link(alerts.getFirst()).orElse(""))
                .put("alerts", items);
    }

    private static JsonObject item(Alert alert) {
        JsonObject whole = new JsonObject(AlertCodec.encode(alert));
        return new JsonObject()
                .put("status", alert.endsAt() == null ? "firing" : "resolved")
                .put("labels", whole.getJsonObject("labels"))
                .put("annotations", whole.getJsonObject("annotations"))
                .put("startsAt", alert.startsAt().toString())
                .put("endsAt", Objects.toString(alert.endsAt(), NO_END))
                .put("generatorURL", alert.generatorUrl())
                .put("fingerprint", alert.id())
                .put("events", whole.getJsonArray("events"))
                .put("line", alert.line())
                .put("context", whole.getJsonArray("context"));
    }

    private static Map<String, String> inCommon(List<Map<String, String>> maps) {
        Map<String, String> common = new TreeMap<>(maps.getFirst());
        maps.forEach(map -> common.entrySet().retainAll(map.entrySet()));
        return common;
    }

    private static JsonObject object(Map<String, String> map) {
        JsonObject object = new JsonObject();
        map.forEach(object::put);
        return object;
    }
}
