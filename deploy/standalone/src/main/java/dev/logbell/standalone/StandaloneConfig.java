package dev.logbell.standalone;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the one process needs to know besides the settings of its roles. */
@ConfigMapping(prefix = "standalone")
public interface StandaloneConfig {
    /** Whether to write a log that shows what Logbell does, and follow it. LOGBELL_DEMO in the environment. */
    @WithDefault("false")
    boolean demo();

    /** Folder of the database, the checkpoints and the demo's log. LOGBELL_DATA in the environment. */
    Path data();

    /** Which store is used, to be shown. LOGBELL_STORE in the environment. */
    String store();

    /** What the collector follows, to be shown. COLLECTOR_FILES in the environment. */
    Optional<List<String>> files();

    /** Whether alerts go to Slack, to be shown. SLACK_WEB_HOOK in the environment. */
    Optional<String> slackWebHook();

    /** The token that callers show, of which only is shown that there is one. LOGBELL_TOKEN in the environment. */
    Optional<String> token();

    /** Whom alerts are mailed to, to be shown. ALERTER_MAIL_TO in the environment. */
    Optional<List<String>> mailTo();
}
