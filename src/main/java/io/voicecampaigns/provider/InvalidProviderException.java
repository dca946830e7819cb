package io.voicecampaigns.provider;

import java.util.List;
import java.util.stream.Collectors;

/** A provider's mapping file or settings cannot be used; names all problems at once. */
public final class InvalidProviderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public InvalidProviderException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** In the order of the file; at least one. */
    public List<Problem> problems() {
        return problems;
    }
}
