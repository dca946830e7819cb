package io.voicecampaigns.call;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.provider.AgentVersion;
import io.voicecampaigns.provider.InvalidProviderException;
import io.voicecampaigns.provider.ProviderMappings;
import io.voicecampaigns.provider.Providers;
import io.voicecampaigns.provider.VersionAnswer;
import io.voicecampaigns.provider.VersionRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what an agent's version wants to know of each person against what its campaign gives, where the provider tells. A campaign
 * that leaves a required variable out dials nobody; one whose version cannot be read dials with a warning. Thread-safe.
 */
public final class AgentChecks {
    private static final Logger LOG = LoggerFactory.getLogger(AgentChecks.class);
    /** Versions may be changed where they stand. */
    private static final Duration AGAIN = Duration.ofMinutes(10);
    private static final Duration AGAIN_UNREADABLE = Duration.ofMinutes(1);
    private static final int MOST_PAGES = 50;

    private final Campaigns campaigns;
    private final Providers providers;
    private final ProviderMappings mappings;
    private final Clock clock;
    private final Map<String, Checked> checked = new ConcurrentHashMap<>();
    private final Map<String, Check> running = new ConcurrentHashMap<>();
    private final HandedOut<Check> asked = new HandedOut<>();

    private record Checked(String fingerprint, Optional<String> hold, Optional<String> warning, Instant next) {
    }

    public AgentChecks(Campaigns campaigns, Providers providers, ProviderMappings mappings, Clock clock) {
        this.campaigns = campaigns;
        this.providers = providers;
        this.mappings = mappings;
        this.clock = clock;
    }

    /** One campaign's version, looked for page by page. Used by one thread at a time. */
    public static final class Check implements Question {
        private final Campaign campaign;
        private VersionRequest next;
        private int pages;
        private List<String> missing = List.of();
        private Optional<String> unreadable = Optional.empty();

        private Check(Campaign campaign) {
            this.campaign = campaign;
            this.next = new VersionRequest(campaign.agent().orElseThrow(), campaign.agentVersion().orElseThrow(), Optional.empty());
        }

        @Override
        public String provider() {
            return campaign.provider();
        }

        /** What the provider's get-version action is given; null when there is nothing more to ask. */
        public VersionRequest next() {
            return next;
        }

        /** Variables that the version cannot do without, and the campaign does not give; none before it was found. */
        public List<String> missing() {
            return missing;
        }

        /** Why the version could not be read, once it could not. */
        public Optional<String> unreadable() {
            return unreadable;
        }

        @Override
        public String toString() {
            return "Check[" + campaign.name() + "]";
        }
    }

    /** The checks that should begin now, one for each account at most. Each must come back through {@link #page} or {@link #fail}. */
    public List<Check> due() {
        asked.lost().forEach(check -> fail(check, new IllegalStateException()));
        List<Check> due = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Campaign campaign : campaigns.all()) {
            names.add(campaign.name());
            if (isChecked(campaign) && providers.account(campaign.provider()).isPresent() && isDue(campaign)) {
                Check check = new Check(campaign);
                if (running.putIfAbsent(campaign.provider(), check) == null) {
                    asked.add(check);
                    due.add(check);
                }
            }
        }
        checked.keySet().retainAll(names);
        return due;
    }

    /** One campaign's check, whether it is due or not; empty if its provider does not tell, or it names no version. */
    public Optional<Check> of(Campaign campaign) {
        return isChecked(campaign) ? Optional.of(new Check(campaign)) : Optional.empty();
    }

    private boolean isChecked(Campaign campaign) {
        try {
            return campaign.agent().isPresent() && campaign.agentVersion().isPresent() && mappings.of(campaign.provider()).tellsVersions();
        } catch (InvalidProviderException e) {
            return false;
        }
    }

    private boolean isDue(Campaign campaign) {
        return last(campaign).filter(known -> clock.instant().isBefore(known.next())).isEmpty();
    }

    private Optional<Checked> last(Campaign campaign) {
        return Optional.ofNullable(checked.get(campaign.name())).filter(known -> known.fingerprint().equals(campaign.fingerprint()));
    }

    /** Takes what the get-version action answered. */
    public void page(Check check, Object body) {
        VersionAnswer answer = VersionAnswer.from(body);
        boolean goesOn = answer.version().isEmpty() && answer.next().isPresent() && ++check.pages < MOST_PAGES;
        if (goesOn) {
            check.next = new VersionRequest(check.next.agent(), check.next.version(), answer.next());
        } else if (answer.version().isPresent()) {
            found(check, answer.version().get());
        } else {
            unreadable(check, "the agent has no such version");
        }
    }

    private void found(Check check, AgentVersion version) {
        Set<String> given = check.campaign.variables().keySet();
        List<String> missing = version.variables().stream().filter(wanted -> wanted.required() && !wanted.hasDefault())
                .map(AgentVersion.Variable::name).filter(name -> !given.contains(name)).distinct().sorted().toList();
        check.missing = missing;
        end(check, missing.isEmpty() ? Optional.empty() : Optional.of("its agent wants the variables " + String.join(", ", missing)
                + ", which its file does not give"), Optional.empty(), AGAIN);
    }

    /**
     * The get-version action failed: the campaign dials all the same.
     *
     * @return false if the check had come to its end
     */
    public boolean fail(Check check, Throwable failure) {
        boolean wasRunning = asked.back(check);
        if (wasRunning) {
            unreadable(check, failure instanceof io.voicecampaigns.provider.ProviderException refused ? refused.getMessage()
                    : failure.getClass().getSimpleName());
        }
        return wasRunning;
    }

    private void unreadable(Check check, String why) {
        check.unreadable = Optional.of(why);
        end(check, Optional.empty(), Optional.of("which variables its agent wants cannot be read: " + why), AGAIN_UNREADABLE);
    }

    private void end(Check check, Optional<String> hold, Optional<String> warning, Duration again) {
        check.next = null;
        asked.back(check);
        running.remove(check.provider(), check);
        Campaign campaign = check.campaign;
        Checked now = new Checked(campaign.fingerprint(), hold, warning, clock.instant().plus(again));
        Checked before = checked.put(campaign.name(), now);
        boolean isNews = before == null || !before.hold().equals(hold) || !before.warning().equals(warning);
        if (isNews) {
            hold.ifPresent(why -> LOG.warn("campaign {} dials nobody: {}", campaign.name(), why));
            warning.ifPresent(why -> LOG.warn("campaign {}: {}; it dials without that check", campaign.name(), why));
            if (before != null && before.hold().isPresent() && hold.isEmpty()) {
                LOG.info("campaign {} gives its agent what it wants", campaign.name());
            }
        }
    }

    /** Why a campaign must not dial now, if so. */
    Optional<String> hold(Campaign campaign) {
        return isChecked(campaign) ? last(campaign).map(Checked::hold)
                .orElse(Optional.of("which variables its agent wants has not been read yet")) : Optional.empty();
    }

    /** Campaigns that dial unchecked, and why. */
    public Map<String, String> warnings() {
        Map<String, String> warnings = new TreeMap<>();
        checked.forEach((campaign, known) -> known.warning().ifPresent(why -> warnings.put(campaign, why)));
        return warnings;
    }
}
