package io.voicecampaigns.terminal;

import io.voicecampaigns.ledger.CampaignProgress;
import io.voicecampaigns.outcome.Disposition;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Campaigns in the middle of their work. */
record Campaigns(String name, long enrolled, long waiting, long inCall, Map<Disposition, Long> done, long attempts, Optional<String> paused) {
    static Campaigns aCampaign() {
        return new Campaigns("demo", 193, 193, 0, Map.of(), 0, Optional.empty());
    }

    Campaigns inCall(long contacts) {
        return new Campaigns(name, enrolled, waiting - contacts, inCall + contacts, done, attempts + contacts, paused);
    }

    Campaigns done(Disposition disposition, long contacts) {
        Map<Disposition, Long> more = new EnumMap<>(Disposition.class);
        more.putAll(done);
        more.merge(disposition, contacts, Long::sum);
        return new Campaigns(name, enrolled, waiting - contacts, inCall, more, attempts + contacts, paused);
    }

    Campaigns enrolled(long contacts) {
        return new Campaigns(name, contacts, waiting + contacts - enrolled, inCall, done, attempts, paused);
    }

    Campaigns named(String other) {
        return new Campaigns(other, enrolled, waiting, inCall, done, attempts, paused);
    }

    Campaigns paused(String reason) {
        return new Campaigns(name, enrolled, waiting, inCall, done, attempts, Optional.of(reason));
    }

    CampaignProgress now() {
        return new CampaignProgress(name, 1, enrolled, waiting, inCall, done, 0, 0, 8, attempts, 4_321, 61, paused);
    }
}
