package io.voicecampaigns.simulator;

/**
 * How long things take, in real milliseconds of the simulator's clock.
 *
 * @param ring           before the call is picked up, or ends without that
 * @param talk           from there to the end, for calls that are picked up
 * @param durationScale  reported seconds for each second really talked: 60 makes a one-second call a reported minute
 * @param recordingLagMs from the end of the call until its recording has a URL
 * @param listLagMs      during which a new call is missing in lists; asked for by its id, it is there at once
 * @param latencyMs      between doing what a request asks and answering it
 */
public record Timing(MillisRange ring, MillisRange talk, double durationScale, int recordingLagMs, int listLagMs, int latencyMs) {
    public Timing {
        if (ring == null || talk == null) {
            throw new IllegalArgumentException("ring and talk are required");
        }
        if (!(durationScale >= 0) || Double.isInfinite(durationScale)) {
            throw new IllegalArgumentException("durationScale is a number from 0: " + durationScale);
        }
        if (recordingLagMs < 0 || listLagMs < 0 || latencyMs < 0) {
            throw new IllegalArgumentException("recordingLagMs, listLagMs and latencyMs start at 0");
        }
    }

    /** Calls of some seconds, told as some minutes, with a short wait for the recording. */
    public static Timing defaults() {
        return new Timing(new MillisRange(300, 1_500), new MillisRange(500, 4_000), 30, 500, 0, 0);
    }

    /** Every call rings and talks exactly this long; reported as it is; recordings and lists know at once. */
    public static Timing exactly(int ringMs, int talkMs) {
        return new Timing(MillisRange.exactly(ringMs), MillisRange.exactly(talkMs), 1, 0, 0, 0);
    }

    public Timing withDurationScale(double scale) {
        return new Timing(ring, talk, scale, recordingLagMs, listLagMs, latencyMs);
    }

    public Timing withRecordingLagMs(int lagMs) {
        return new Timing(ring, talk, durationScale, lagMs, listLagMs, latencyMs);
    }

    public Timing withListLagMs(int lagMs) {
        return new Timing(ring, talk, durationScale, recordingLagMs, lagMs, latencyMs);
    }

    public Timing withLatencyMs(int millis) {
        return new Timing(ring, talk, durationScale, recordingLagMs, listLagMs, millis);
    }
}
