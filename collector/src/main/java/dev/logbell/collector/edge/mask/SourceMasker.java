package dev.logbell.collector.edge.mask;

import java.util.Arrays;
import java.util.function.Consumer;

/** Masks one source's bytes in their order; remembers a key or an event that goes on in the next chunk. One thread's. */
public final class SourceMasker {
    /** How much of an event that was cut is looked at again with its rest. */
    private static final int LOOKED_AT_AGAIN = 512;

    private final Consumer<String> counter;
    private final MaskMemory memory = new MaskMemory();
    private final CardNumbers cards = new CardNumbers();

    /**
     * A masker of a source.
     *
     * @param counter is told of each secret the name of the rule that found it
     */
    public SourceMasker(Consumer<String> counter) {
        this.counter = counter;
    }

    /**
     * Masks bytes in place.
     *
     * @param isRecords whether each line is a record, whose texts are meant and not how they are written
     * @param continues whether they end inside an event, whose rest comes next
     */
    public void mask(Masking masking, byte[] bytes, boolean isRecords, boolean continues) {
        if (masking.isOff()) {
            return;
        }
        byte[] before = memory.cut;
        byte[] end = continues
                ? Arrays.copyOfRange(bytes, Math.max(0, bytes.length - LOOKED_AT_AGAIN), bytes.length)
                : new byte[0];
        memory.cut = end;
        new EscapedTexts(masking, bytes, isRecords, cards, counter).mask();
        if (before.length == 0) {
            mask(masking, new MaskedText(bytes, 0, counter), 0, isRecords);
            return;
        }
        byte[] joined = Arrays.copyOf(before, before.length + bytes.length);
        System.arraycopy(bytes, 0, joined, before.length, bytes.length);
        mask(masking, new MaskedText(joined, before.length, counter), before.length, isRecords);
        System.arraycopy(joined, before.length, bytes, 0, bytes.length);
    }

    private void mask(Masking masking, MaskedText text, int fresh, boolean isRecords) {
        masking.maskKnown(text, fresh, memory, cards);
        if (!isRecords) {
            masking.maskOwn(text);
        }
    }
}
