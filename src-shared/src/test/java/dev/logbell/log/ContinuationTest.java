package dev.logbell.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContinuationTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r",
                "\tat dev.shop.Cart.add(Cart.java:17)",
                "    at Object.<anonymous> (/srv/app.js:3:9)",
                "java.lang.IllegalStateException: cart is closed",
                "java.lang.OutOfMemoryError",
                "dev.shop.Cart$Exception: closed",
                "Caused by: java.io.IOException: disk full",
                "\t... 12 more",
                "... 12 common frames omitted",
                "Traceback (most recent call last):",
                "  File \"/srv/app.py\", line 3, in <module>",
                "ZeroDivisionError: division by zero",
                "KeyboardInterrupt",
                "During handling of the above exception, another exception occurred:",
                "goroutine 1 [running]:",
                "main.main()",
                "main.(*Server).serve(0xc000010000, 0x1)",
                "net/http.HandlerFunc.ServeHTTP(...)",
                "created by main.main in goroutine 1",
                "[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x0]",
                "exit status 2",
                "stack backtrace:",
                "   0: rust_begin_unwind",
                "note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace",
                "   at Shop.Cart.Add() in /src/Cart.cs:line 17",
                "--- End of stack trace from previous location ---",
                "Stack trace:",
                "#0 /srv/a.php(3): f()",
                "}",
                "]",
                "  \"key\": 1,",
                "\tfrom /srv/app.rb:3:in `<main>'"
            })
    void goesOnTheEventBeforeIt(String line) {
        assertThat(isContinuation(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-11-05 12:00:01,123 ERROR [main] dev.shop.Cart - java.io.IOException: disk full",
                "ERROR: 2025/11/05 12:00:01 service.go:36: Internal Server Error",
                "{\"level\":\"error\",\"msg\":\"at sea\"}",
                "level=error msg=\"disk full\"",
                "127.0.0.1 - - [05/Nov/2025:12:00:01 +0000] \"GET / HTTP/1.1\" 200 5",
                "<34>1 2025-11-05T12:00:01Z web-1 su - ID47 - failed",
                "Nov  5 12:00:01 web-1 sshd[12]: Accepted",
                "Error: Cannot find module 'x'",
                "Exception: plain",
                "java.lang.IllegalStateException without a colon",
                " INFO [main] dev.shop.Cart - padded level",
                " WARN  padded",
                "  2025-11-05 12:00:01 padded time",
                "panic: runtime error: index out of range",
                "Exception in thread \"main\" java.lang.RuntimeException: x",
                "thread 'main' panicked at src/main.rs:2:5:",
                "#comment",
                "# 1 heading",
                "atlas started",
                "connection closed (timeout)",
                "job.run finished (ok)",
                "retry.policy(exponential)",
                "x"
            })
    void startsAnEvent(String line) {
        assertThat(isContinuation(line)).isFalse();
    }

    @Test
    void looksAtNothingOutsideTheLine() {
        byte[] bytes = "\tat x\nplain\n\tat y".getBytes(StandardCharsets.UTF_8);
        assertThat(Continuation.isContinuation(bytes, 6, 11)).isFalse();
        assertThat(Continuation.isContinuation(bytes, 12, bytes.length)).isTrue();
    }

    @Test
    void livesThroughEveryPairOfBytes() {
        for (int i = 0; i < 65536; i++) {
            byte[] pair = {(byte) (i >> 8), (byte) i};
            Continuation.isContinuation(pair, 0, 1);
            Continuation.isContinuation(pair, 0, 2);
            Continuation.isComplete(pair, 0, 2);
        }
    }

    @Test
    void takesAJsonObjectForComplete() {
        assertThat(isComplete("{\"a\":1}")).isTrue();
        assertThat(isComplete("{\"a\":1}\r")).isTrue();
        assertThat(isComplete("{")).isFalse();
        assertThat(isComplete("{\"a\":1")).isFalse();
        assertThat(isComplete("ERROR {}")).isFalse();
        assertThat(isComplete("")).isFalse();
    }

    private static boolean isContinuation(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return Continuation.isContinuation(bytes, 0, bytes.length);
    }

    private static boolean isComplete(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return Continuation.isComplete(bytes, 0, bytes.length);
    }
}
