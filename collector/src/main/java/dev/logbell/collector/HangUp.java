package dev.logbell.collector;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * The signal SIGHUP, which asks a process without a terminal to read its configuration again. One that has lost its
 * terminal is to end, as it would without this.
 */
final class HangUp {
    private static final Logger LOG = Logger.getLogger(HangUp.class);
    private static final Path TERMINAL = Path.of("/dev/tty");

    private HangUp() {}

    /**
     * Hears of the signal from now on, for the rest of the process.
     *
     * @param asked is called when the configuration is to be read again
     * @param lost is called when the terminal is gone
     */
    static void hear(Runnable asked, Runnable lost) {
        boolean hadTerminal = hasTerminal();
        Runnable heard = () -> (hadTerminal && !hasTerminal() ? lost : asked).run();
        try {
            // By name: the compiler warns of this class, which the JDK has for good, and cannot be told not to.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listening = Proxy.newProxyInstance(
                    HangUp.class.getClassLoader(),
                    new Class<?>[] {handler},
                    (proxy, method, arguments) -> answer(proxy, method.getName(), arguments, heard));
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), listening);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.debugf(
                    "SIGHUP cannot be heard here (%s): the files of the configuration are looked at all the same", e);
        }
    }

    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
    private static Object answer(Object proxy, String method, Object[] arguments, Runnable heard) {
        return switch (method) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> arguments[0] == proxy;
            case "toString" -> "SIGHUP";
            default -> {
                heard.run();
                yield true;
            }
        };
    }

    private static boolean hasTerminal() {
        try (var _ = Files.newByteChannel(TERMINAL)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
