package io.voicecampaigns.simulator;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The rules in force; the first one that matches a request, and is due, happens to it. */
final class Faults {
    private volatile List<Armed> armed = List.of();

    void replaceWith(List<FaultRule> rules) {
        armed = rules.stream().map(rule -> new Armed(rule, new AtomicInteger(), new AtomicInteger())).toList();
    }

    List<FaultRule> rules() {
        return armed.stream().map(Armed::rule).toList();
    }

    /** @param number asked only where a rule is about a number; may answer null */
    Optional<FaultRule> next(RequestKind kind, long seed, Supplier<String> number) {
        List<Armed> now = armed;
        for (int place = 0; place < now.size(); place++) {
            Armed candidate = now.get(place);
            FaultRule rule = candidate.rule();
            boolean matches = rule.on().covers(kind)
                    && (rule.number() == null || rule.number().equals(number.get()));
            if (matches && candidate.isDue(Dice.roll(seed, place))) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    private record Armed(FaultRule rule, AtomicInteger matched, AtomicInteger happened) {
        boolean isDue(long seed) {
            if (rule.probability() != null && Dice.fraction(Dice.roll(seed, matched.incrementAndGet())) >= rule.probability()) {
                return false;
            }
            return rule.times() == null
                    || happened.getAndUpdate(count -> Math.min(count + 1, rule.times())) < rule.times();
        }
    }
}
