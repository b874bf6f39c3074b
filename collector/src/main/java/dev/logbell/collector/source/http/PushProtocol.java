package dev.logbell.collector.source.http;

import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.otlp.MalformedException;
import java.util.List;

/** One way that senders write what they push over HTTP. */
public interface PushProtocol {
    /** First part of the ids of its sources, and the {@code protocol} of its figures. */
    String kind();

    /** Paths that it is sent to, by POST or PUT; {@code :name} stands for one segment. */
    List<String> paths();

    /**
     * Takes a push apart. On a worker thread.
     *
     * @throws MalformedException if it is not of this protocol, saying where
     * @throws PushRefusedException if it is refused for another reason
     */
    Decoded decode(Pushed pushed) throws MalformedException, NoRoomException, PushRefusedException;

    /** Tells the sender of a refusal in the words of this protocol; {@code Retry-After} is added to it. */
    default Answer refused(PushRefusedException refusal, Head head) {
        return Answer.text(refusal);
    }
}
