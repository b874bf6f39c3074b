package dev.logbell.collector.source.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.collector.source.framing.Events;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SyslogTracesTest {
    private static final Duration QUIET = Duration.ofMillis(5);

    @Test
    void joinsTheLinesOfATraceThatLogbackSendsOneByOne() {
        assertThat(events("""
                        <11>Nov  5 12:00:01 web-1 shop: it broke
                        <11>Nov  5 12:00:01 web-1 \tjava.lang.IllegalStateException: bad
                        <11>Nov  5 12:00:01 web-1 \tat a.b.Shop.buy(Shop.java:3)
                        <11>Nov  5 12:00:02 web-1 \tCaused by: java.lang.RuntimeException: cause
                        <11>Nov  5 12:00:02 web-1 \tat a.b.Shop.buy(Shop.java:2)
                        <11>Nov  5 12:00:02 web-1 \t... 1 common frames omitted
                        <14>Nov  5 12:00:02 web-1 shop: goes on
                        """).list()).containsExactly("""
                        line:<11>Nov  5 12:00:01 web-1 shop: it broke
                        java.lang.IllegalStateException: bad
                        \tat a.b.Shop.buy(Shop.java:3)
                        Caused by: java.lang.RuntimeException: cause
                        \tat a.b.Shop.buy(Shop.java:2)
                        \t... 1 common frames omitted""", "<14>Nov  5 12:00:02 web-1 shop: goes on");
    }

    @Test
    void joinsWhatRsyslogRelaysWithItsTabsWritten() {
        assertThat(events("""
                        <155>1 2025-11-05T12:00:01.000001+00:00 web-1 shop - - [a b="] \\" "]  it broke
                        <155>1 2025-11-05T12:00:01.000002+00:00 web-1 shop - - -  java.lang.IllegalStateException: bad
                        <155>1 2025-11-05T12:00:01.000003+00:00 web-1 shop - - -  #011at a.b.Shop.buy(Shop.java:3)
                        <155>1 2025-11-05T12:00:01.000004+00:00 web-1 shop - - -  goes on
                        """).list())
                .containsExactly("""
                        line:<155>1 2025-11-05T12:00:01.000001+00:00 web-1 shop - - [a b="] \\" "]  it broke
                        java.lang.IllegalStateException: bad
                        \tat a.b.Shop.buy(Shop.java:3)""", "<155>1 2025-11-05T12:00:01.000004+00:00 web-1 shop - - -  goes on");
        assertThat(events("""
                        <155>2025-11-05T12:00:01.000001+00:00 web-1 shop[7]: Traceback (most recent call last):
                        <155>2025-11-05T12:00:01.000002+00:00 web-1 shop[7]:   File "/app/a.py", line 3, in <module>
                        <155>2025-11-05T12:00:01.000002+00:00 web-1 shop[7]:     buy()
                        <155>2025-11-05T12:00:01.000002+00:00 web-1 shop[7]: ValueError: bad
                        """).list()).containsExactly("""
                        line:<155>2025-11-05T12:00:01.000001+00:00 web-1 shop[7]: Traceback (most recent call last):
                          File "/app/a.py", line 3, in <module>
                            buy()
                        ValueError: bad""");
    }

    @Test
    void keepsApartWhatIsOfAnotherProgramHostOrSeverity() {
        String broke = "<11>Nov  5 12:00:01 web-1 shop[1]: it broke\n";
        for (String other : new String[] {
            "<11>Nov  5 12:00:01 web-1 shop[2]: \tat a.b.Shop.buy(Shop.java:3)",
            "<11>Nov  5 12:00:01 web-2 shop[1]: \tat a.b.Shop.buy(Shop.java:3)",
            "<12>Nov  5 12:00:01 web-1 shop[1]: \tat a.b.Shop.buy(Shop.java:3)",
            "<11>1 2025-11-05T12:00:01Z web-1 shop[1] - - - \tat a.b.Shop.buy(Shop.java:3)",
            "<11>Nov  5 12:00:01 web-2 \tat a.b.Shop.buy(Shop.java:3)",
        }) {
            assertThat(events(broke + other + "\n").list()).containsExactly(broke.strip(), other);
        }
    }

    @Test
    void takesIndentationAloneForTheBeginningOfAMessage() {
        String[] messages = {
            "<85>Nov  5 12:00:01 web-1 sudo: pam_unix(sudo:session): session closed for user root",
            "<85>Nov  5 12:00:01 web-1 sudo:      ann : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/rm -r /srv",
            "<85>Nov  5 12:00:01 web-1 sudo:      bob : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls"
        };
        assertThat(events(String.join("\n", messages) + "\n").list()).containsExactly(messages);
    }

    @Test
    void takesWhatIsCutOffForWhatItIs() {
        String whole = "<155>1 2025-11-05T12:00:01Z web-1 shop - - [a b=\"c\"] it broke";
        for (int end = 1; end < whole.length(); end++) {
            String cut = whole.substring(0, end).strip();
            assertThat(events(cut + "\n" + cut + "\n").list()).containsExactly(cut, cut);
        }
    }

    @Test
    void joinsNoMoreThanAnEventMayHave() {
        String line = "<11>Nov  5 12:00:01 web-1 \tat a.b.Shop.buy(Shop.java:3)\n";
        assertThat(events("<11>Nov  5 12:00:01 web-1 shop: it broke\n" + line.repeat(100))
                        .list())
                .hasSizeGreaterThan(2)
                .allMatch(event -> event.length() <= "line:".length() + 1000);
    }

    @Test
    void handsOnADatagramWhenItsSenderHasBeenQuiet() {
        AtomicLong nanos = new AtomicLong();
        SyslogDatagrams datagrams = new SyslogDatagrams(QUIET, nanos::get);
        Events one = new Events(1000);
        Events other = new Events(1000);
        read(datagrams, one, "<11>Nov  5 12:00:01 web-1 shop: it broke");
        assertThat(datagrams.letGo()).isEqualTo(QUIET.toNanos());
        nanos.addAndGet(QUIET.toNanos() - 1);
        read(datagrams, one, "<11>Nov  5 12:00:01 web-1 \tat a.b.Shop.buy(Shop.java:3)");
        read(datagrams, other, "<11>Nov  5 12:00:01 web-2 shop: of another");
        nanos.addAndGet(QUIET.toNanos());
        assertThat(datagrams.letGo()).isEqualTo(3 * QUIET.toNanos());
        assertThat(one.list()).isEmpty();
        assertThat(other.list()).containsExactly("<11>Nov  5 12:00:01 web-2 shop: of another");
        nanos.addAndGet(3 * QUIET.toNanos());
        assertThat(datagrams.letGo()).isEqualTo(Long.MAX_VALUE);
        assertThat(one.list())
                .containsExactly("line:<11>Nov  5 12:00:01 web-1 shop: it broke\n\tat a.b.Shop.buy(Shop.java:3)");
    }

    private static void read(SyslogDatagrams datagrams, Events to, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        datagrams.read(InetAddress.getLoopbackAddress(), bytes, bytes.length, to.messages());
    }

    private static Events events(String wire) {
        return Events.of(new SyslogFramer(QUIET), 1000, wire.getBytes(UTF_8));
    }
}
