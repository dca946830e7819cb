package io.voicecampaigns.crm;

/**
 * A CRM cannot be worked with as things are; another try may do. The message names the host and what it answered, with what it wrote
 * cut short and masked.
 */
public final class CrmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CrmException(String message) {
        super(message);
    }
}
