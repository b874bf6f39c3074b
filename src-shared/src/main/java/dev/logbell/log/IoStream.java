package dev.logbell.log;

/** Which of its two outputs a program wrote to, as the {@code log.iostream} of OpenTelemetry names it. */
public enum IoStream {
    /** Not known: the line was not wrapped by a container runtime. */
    NONE(""),
    STDOUT("stdout"),
    STDERR("stderr");

    private final String text;

    IoStream(String text) {
        this.text = text;
    }

    /** {@code stdout} or {@code stderr}. */
    public String text() {
        return text;
    }
}
