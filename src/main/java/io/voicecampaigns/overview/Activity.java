package io.voicecampaigns.overview;

import io.voicecampaigns.overview.Tallies.Pulse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A campaign's calls over time, in steps of equal length without gaps. */
final class Activity {
    private Activity() {
    }

    /**
     * What there was in one step.
     *
     * @param at       when it began
     * @param calls    that began
     * @param ended    calls that ended
     * @param answered of these, by somebody
     */
    record Point(Instant at, long calls, long ended, long answered) {
    }

    /**
     * @param pulses in their order, from the beginning of the first step on
     * @param now    in the last step
     * @param step   ten seconds or a multiple
     */
    static List<Point> points(List<Pulse> pulses, Instant now, Duration step, int steps) {
        Instant first = firstStep(now, step, steps);
        long[][] sums = new long[steps][3];
        for (Pulse pulse : pulses) {
            long at = Duration.between(first, pulse.at()).dividedBy(step);
            if (at >= 0 && at < steps) {
                sums[(int) at][0] += pulse.calls();
                sums[(int) at][1] += pulse.ended();
                sums[(int) at][2] += pulse.answered();
            }
        }
        List<Point> points = new ArrayList<>(steps);
        for (int i = 0; i < steps; i++) {
            points.add(new Point(first.plus(step.multipliedBy(i)), sums[i][0], sums[i][1], sums[i][2]));
        }
        return points;
    }

    /** When the first of so many steps began. */
    static Instant firstStep(Instant now, Duration step, int steps) {
        long length = step.toMillis();
        return Instant.ofEpochMilli((Math.floorDiv(now.toEpochMilli(), length) - steps + 1) * length);
    }
}
