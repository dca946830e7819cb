package io.voicecampaigns.call;

import io.voicecampaigns.outcome.Disposition;
import io.voicecampaigns.provider.ProviderCall;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Calls as a provider tells them. */
final class Calls {
    private final String callId;
    private Optional<UUID> attemptId = Optional.empty();
    private Optional<String> toNumber = Optional.empty();
    private Optional<String> agentVersion = Optional.empty();
    private Instant created = Scene.START;

    private Calls(String callId) {
        this.callId = callId;
    }

    static Calls call(String callId) {
        return new Calls(callId);
    }

    /** Made for this attempt, and its id comes back with it. */
    Calls of(Claimed claimed) {
        attemptId = Optional.of(claimed.attemptId());
        toNumber = Optional.of(claimed.phone());
        created = claimed.intent().plusMillis(300);
        return this;
    }

    /** By a provider that does not echo the call's variables. */
    Calls withoutEcho() {
        attemptId = Optional.empty();
        return this;
    }

    Calls created(Instant instant) {
        created = instant;
        return this;
    }

    Calls withAgentVersion(String version) {
        agentVersion = Optional.of(version);
        return this;
    }

    ProviderCall running() {
        return told("in_progress", Optional.empty(), OptionalInt.empty(), Optional.empty());
    }

    ProviderCall withStatus(String status) {
        return told(status, Optional.empty(), OptionalInt.empty(), Optional.empty());
    }

    ProviderCall ended(Disposition disposition) {
        return told("completed", Optional.of(disposition), OptionalInt.of(0), Optional.empty());
    }

    /** Somebody spoke; there is no recording yet. */
    ProviderCall talked(int seconds) {
        return told("completed", Optional.of(Disposition.ANSWERED), OptionalInt.of(seconds), Optional.empty());
    }

    ProviderCall talked(int seconds, String recording) {
        return told("completed", Optional.of(Disposition.ANSWERED), OptionalInt.of(seconds), Optional.of(recording));
    }

    private ProviderCall told(String status, Optional<Disposition> disposition, OptionalInt duration, Optional<String> recording) {
        Optional<Instant> ended = disposition.map(known -> created.plusSeconds(duration.orElse(0)));
        return new ProviderCall(callId, attemptId, toNumber, Optional.of(created), status, disposition, Optional.of("a reason"), Optional.of(created), ended,
                duration, recording, agentVersion);
    }
}
