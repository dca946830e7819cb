package io.voicecampaigns.simulator;

import java.util.UUID;

/** Randomness without state: the same inputs fall the same way in every run, on every thread, in any order. */
final class Dice {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Dice() {
    }

    /** 64 well mixed bits (the finaliser of SplitMix64). */
    static long roll(long seed, long throwNumber) {
        long z = seed + throwNumber * GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A seed of its own for each text. */
    static long seedOf(long seed, String text) {
        long mixed = seed;
        for (int at = 0; at < text.length(); at++) {
            mixed = roll(mixed, text.charAt(at) + 1L);
        }
        return mixed;
    }

    /** From 0 up to but not including 1. */
    static double fraction(long roll) {
        return (roll >>> 11) * 0x1.0p-53;
    }

    /** A well-formed random (version 4) UUID. */
    static UUID uuid(long seed, long throwNumber) {
        long high = roll(seed, 2 * throwNumber);
        long low = roll(seed, 2 * throwNumber + 1);
        return new UUID((high & ~0xF000L) | 0x4000L, (low >>> 2) | 0x8000000000000000L);
    }
}
