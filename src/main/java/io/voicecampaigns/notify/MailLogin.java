package io.voicecampaigns.notify;

import jakarta.mail.PasswordAuthentication;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.component.mail.MailAuthenticator;

/**
 * Who logs in at the mail server: {@code notify.mail.user} with {@code notify.mail.password}, as they are set when a mail is sent. They
 * stand in no address of an endpoint, where characters of a password would be taken for something else. Blank is a server that asks nobody.
 */
public final class MailLogin extends MailAuthenticator implements CamelContextAware {
    private CamelContext context;

    @Override
    public PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(setting("notify.mail.user"), setting("notify.mail.password"));
    }

    private String setting(String key) {
        return context.getPropertiesComponent().resolveProperty(key).orElse("");
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }
}
