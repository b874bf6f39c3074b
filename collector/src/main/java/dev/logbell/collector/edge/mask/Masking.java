package dev.logbell.collector.edge.mask;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which secrets are masked, made ready once for all sources; thread-safe. */
public final class Masking {
    /** Masks nothing. */
    public static final Masking OFF = new Masking(Set.of(), List.of());

    private final Set<Preset> presets;
    private final PrivateKeys privateKeys = new PrivateKeys();
    private final AnchorSearch anchors;
    private final boolean isAnchored;
    private final List<OwnRule> own;

    /** What is known to be looked for. */
    public enum Preset {
        /** Numbers of payment cards. */
        CARDS,
        /** Keys of clouds, forges and other services, JSON Web Tokens, bearer tokens, private keys. */
        KEYS,
        /** Passwords in URLs, and values of what is called a password, secret, token, key or authorization. */
        PASSWORDS,
        /** Addresses of mailboxes. */
        EMAILS,
        /** Addresses of machines. */
        IPS
    }

    private Masking(Set<Preset> presets, List<OwnRule> own) {
        this.presets = Set.copyOf(presets);
        this.own = List.copyOf(own);
        List<Detector> detectors = new ArrayList<>();
        if (presets.contains(Preset.KEYS)) {
            detectors.addAll(KnownKeys.all());
            detectors.add(new JsonWebTokens());
            detectors.add(new BearerTokens());
            detectors.add(privateKeys);
        }
        if (presets.contains(Preset.PASSWORDS)) {
            detectors.add(new UrlPasswords());
            detectors.add(new SecretValues());
        }
        this.isAnchored = !detectors.isEmpty();
        this.anchors = new AnchorSearch(detectors);
    }

    /**
     * Rules made ready.
     *
     * @param patterns regular expressions (RE2) by the names of their rules
     * @throws IllegalArgumentException if a pattern cannot be read, saying the rule's name
     */
    public static Masking of(Set<Preset> presets, Map<String, String> patterns) {
        List<OwnRule> own = new ArrayList<>();
        new TreeMap<>(patterns).forEach((name, pattern) -> {
            try {
                own.add(new OwnRule(name, Pattern.compile(pattern, Pattern.MULTILINE)));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "collector.mask.rules.%s.pattern must be a regular expression (RE2), got %s: %s"
                                .formatted(name, pattern, e.getMessage()),
                        e);
            }
        });
        return presets.isEmpty() && own.isEmpty() ? OFF : new Masking(presets, own);
    }

    public boolean isOff() {
        return presets.isEmpty() && own.isEmpty();
    }

    boolean hasOwnRules() {
        return !own.isEmpty();
    }

    /** Masks what the presets know. */
    void maskKnown(MaskedText text, int fresh, MaskMemory memory, CardNumbers cards) {
        if (memory.keyLines > 0) {
            var _ = privateKeys.goOn(text, fresh, memory);
        }
        if (isAnchored) {
            anchors.mask(text, memory);
        }
        if (presets.contains(Preset.CARDS)) {
            cards.mask(text);
        }
        if (presets.contains(Preset.EMAILS)) {
            Addresses.maskEmails(text);
        }
        if (presets.contains(Preset.IPS)) {
            Addresses.maskIps(text);
        }
    }

    /** Masks what the user's own rules find. */
    void maskOwn(MaskedText text) {
        for (OwnRule rule : own) {
            rule.mask(text);
        }
    }
}
