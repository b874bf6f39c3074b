package dev.logbell.collector.source.record;

/** Where memory is asked for before it is used. */
@FunctionalInterface
public interface Room {
    /**
     * Asks for bytes more.
     *
     * @throws NoRoomException if there are not so many; what asked for them gives up
     */
    void take(long bytes) throws NoRoomException;

    /** Gives back what was taken and is not used any more. */
    default void giveBack(long bytes) {}

    /** There is no memory for what a sender sent. */
    final class NoRoomException extends Exception {
        private final boolean isForGood;

        /**
         * Refuses memory.
         *
         * @param isForGood whether there will not be enough later either
         */
        public NoRoomException(boolean isForGood) {
            super("no room", null, false, false);
            this.isForGood = isForGood;
        }

        public boolean isForGood() {
            return isForGood;
        }
    }
}
