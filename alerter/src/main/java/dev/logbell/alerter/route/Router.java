package dev.logbell.alerter.route;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides which channels an alert goes to: all whose matchers match its labels. */
public final class Router {
    private final Map<String, List<Matcher>> matchersOfChannel;

    /** @param matchersOfChannel by the channel's name */
    public Router(Map<String, List<Matcher>> matchersOfChannel) {
        this.matchersOfChannel = new LinkedHashMap<>(matchersOfChannel);
    }

    public Set<String> channelsFor(Map<String, String> labels) {
        return matchersOfChannel.entrySet().stream()
                .filter(channel -> Matcher.allMatch(channel.getValue(), labels))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
