package io.taskqueue.sample;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * A real mail server inside this process, on a free port of this machine only, so that a
 * newcomer's mails go nowhere. An application of yours sets {@code spring.mail.host} and
 * has nothing of this, as the workers of {@code compose.yaml} do.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("shop.mail.server")
class MailServer {

    @Bean(initMethod = "start", destroyMethod = "stop")
    GreenMail greenMail(@Value("${shop.mail.address}") String address, @Value("${shop.mail.port}") int port) {
        ServerSetup setup = new ServerSetup(port, address, ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(20_000);
        return new GreenMail(setup);
    }

    @Bean
    JavaMailSender mailSender(GreenMail server) {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost(server.getSmtp().getBindTo());
        sender.setPort(server.getSmtp().getPort());
        // Without these three a mail server that hangs would hold the task until its time
        // limit.
        sender.getJavaMailProperties().setProperty("mail.smtp.connectiontimeout", "5000");
        sender.getJavaMailProperties().setProperty("mail.smtp.timeout", "10000");
        sender.getJavaMailProperties().setProperty("mail.smtp.writetimeout", "10000");
        return sender;
    }

}
