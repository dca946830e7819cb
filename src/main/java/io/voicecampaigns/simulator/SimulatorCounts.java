package io.voicecampaigns.simulator;

import java.util.Map;

/**
 * What the simulator was asked, and what came of it, since its start or last reset. Requests count once they are decided, before their answer is sent.
 *
 * @param starts               requests to start a call, accepted or not
 * @param accepted             calls that exist
 * @param mostPerAttempt       calls with the attempt id that has most of them: above 1, somebody was dialled twice
 * @param mostPerNumber        calls to the number that has most of them
 * @param mostAtOnce           calls that were ringing or talking at one moment
 * @param mostAtOnceToOneNumber the same for one called number
 * @param lists                requests for a page of calls
 * @param gets                 requests for one call
 * @param recordings           requests for one recording
 * @param byStatus             requests by kind ({@code start}) and status of the answer ({@code 201}, or {@code closed} without one)
 */
public record SimulatorCounts(long starts, long accepted, int mostPerAttempt, int mostPerNumber, int mostAtOnce,
        int mostAtOnceToOneNumber, long lists, long gets, long recordings, Map<String, Map<String, Long>> byStatus) {

    /** Requests of one kind that were answered with {@code status}. */
    public long of(RequestKind kind, int status) {
        return byStatus.getOrDefault(kind.toString(), Map.of()).getOrDefault(Integer.toString(status), 0L);
    }
}
