package io.voicecampaigns.provider;

import io.voicecampaigns.outcome.Disposition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which of a provider's words are endings, and which of ours they are. A status that no rule names is no ending: better to watch
 * a call for too long than to report what did not happen. Safe for use by many threads.
 */
final class Endings {
    private static final int MOST_REMEMBERED = 500;

    private final OnceLog log;
    private final List<WordPattern> running;
    private final List<Rule> rules;
    private final Map<Words, Optional<Disposition>> decided = new ConcurrentHashMap<>();

    /** @param rules the first that matches decides */
    Endings(OnceLog log, List<WordPattern> running, List<Rule> rules) {
        this.log = log;
        this.running = List.copyOf(running);
        this.rules = List.copyOf(rules);
    }

    Optional<Disposition> disposition(String status, Optional<String> endReason, OptionalInt durationSeconds) {
        Words words = new Words(status, endReason.orElse(""), durationSeconds.orElse(0) > 0);
        Optional<Disposition> known = decided.get(words);
        if (known != null) {
            return known;
        }
        Optional<Disposition> disposition = decide(words);
        if (decided.size() < MOST_REMEMBERED) {
            decided.put(words, disposition);
        }
        return disposition;
    }

    private Optional<Disposition> decide(Words words) {
        String status = WordPattern.plain(words.status);
        String endReason = WordPattern.plain(words.endReason);
        Optional<Rule> first = rules.stream().filter(rule -> rule.matches(status, endReason, words.talked)).findFirst();
        if (first.isEmpty() && !WordPattern.any(running, status)) {
            log.warn("the unknown call status " + Tokens.shown(words.status) + " is not counted as an ending");
        }
        boolean known = endReason.isEmpty() || rules.stream().anyMatch(rule -> WordPattern.any(rule.endReasons, endReason));
        if (first.isPresent() && !known) {
            log.warn("the unknown end reason " + Tokens.shown(words.endReason) + " is read as " + first.get().disposition.word());
        }
        return first.map(Rule::disposition);
    }

    /** As the provider spells them. */
    private record Words(String status, String endReason, boolean talked) {
    }

    /**
     * @param endReasons empty: any end reason, also none
     * @param talked     only calls that lasted for more than 0 seconds
     */
    record Rule(List<WordPattern> statuses, List<WordPattern> endReasons, boolean talked, Disposition disposition) {

        boolean matches(String status, String endReason, boolean hasTalked) {
            return WordPattern.any(statuses, status) && (endReasons.isEmpty() || WordPattern.any(endReasons, endReason))
                    && (!talked || hasTalked);
        }
    }
}
