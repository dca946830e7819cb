package io.voicecampaigns.source;

/** What a kamelet handed over is not what the contract says; tells what came and what is expected, and nothing of a person. */
public final class ContractException extends RuntimeException {
    ContractException(String message) {
        super(message);
    }
}
