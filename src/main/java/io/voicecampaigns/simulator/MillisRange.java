package io.voicecampaigns.simulator;

/** From {@code from} to {@code to} milliseconds, both included. */
public record MillisRange(int from, int to) {
    public MillisRange {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("a range of milliseconds goes upwards from 0 or more: " + from + " to " + to);
        }
    }

    /** Always {@code millis}. */
    public static MillisRange exactly(int millis) {
        return new MillisRange(millis, millis);
    }

    int pick(long roll) {
        return from + (int) (Dice.fraction(roll) * (to - from + 1L));
    }
}
