namespace WxYarpGateway.Import.Tests.Mpapi;

/// <summary>mpapi's tables as its <c>sql/*.sql</c> makes them (mapleque/mpapi f6201dd), and without what makes rows unique.</summary>
internal static class MpapiTables
{
    private const string App = """
        CREATE TABLE `app` (`id` INT UNSIGNED NOT NULL PRIMARY KEY AUTO_INCREMENT, `appid` VARCHAR(128) NOT NULL,
          `secret` VARCHAR(128) NOT NULL, `host` VARCHAR(512) NOT NULL DEFAULT '', `host_token` VARCHAR(128) NOT NULL DEFAULT '',
          `message_key` VARCHAR(128) NOT NULL DEFAULT '', `message_api` VARCHAR(512) NOT NULL DEFAULT '',
          `message_api_token` VARCHAR(128) NOT NULL DEFAULT '', `additional` VARCHAR(128) NOT NULL DEFAULT '',
          `create_at` DATETIME NOT NULL DEFAULT NOW(), UNIQUE(`appid`)) DEFAULT CHARSET=utf8
        """;

    private const string User = """
        CREATE TABLE `user` (`id` INT UNSIGNED NOT NULL PRIMARY KEY AUTO_INCREMENT, `appid` VARCHAR(128) NOT NULL,
          `openid` VARCHAR(128) NOT NULL, `unionid` VARCHAR(128) DEFAULT NULL, `token` VARCHAR(32) NOT NULL,
          `sessionkey` VARCHAR(128) DEFAULT NULL, `expired_at` DATETIME NOT NULL, `create_at` DATETIME NOT NULL DEFAULT NOW(),
          UNIQUE(`token`), UNIQUE(`appid`, `openid`)) DEFAULT CHARSET=utf8
        """;

    private const string Extra = """
        CREATE TABLE `user_extra` (`id` INT UNSIGNED NOT NULL PRIMARY KEY AUTO_INCREMENT, `user_id` INT UNSIGNED NOT NULL,
          `nickname` VARCHAR(128) NOT NULL DEFAULT '', `avatar_url` TEXT, `create_at` DATETIME NOT NULL DEFAULT NOW(),
          UNIQUE (`user_id`)) DEFAULT CHARSET=utf8mb4
        """;

    private const string Mobile = """
        CREATE TABLE `user_mobile` (`id` INT UNSIGNED NOT NULL PRIMARY KEY AUTO_INCREMENT, `user_id` INT UNSIGNED NOT NULL,
          `phone_number` VARCHAR(128) DEFAULT '', `pure_phone_number` VARCHAR(128) DEFAULT '', `country_code` VARCHAR(128) DEFAULT '',
          `create_at` DATETIME NOT NULL DEFAULT NOW(), UNIQUE (`user_id`)) DEFAULT CHARSET=utf8
        """;

    private const string Notify = """
        CREATE TABLE `mp_notify` (`id` INT UNSIGNED NOT NULL PRIMARY KEY AUTO_INCREMENT, `description` VARCHAR(128) NOT NULL,
          `user_id` INT UNSIGNED NOT NULL, `appid` VARCHAR(128) NOT NULL, `template_id` VARCHAR(128) NOT NULL,
          `page` VARCHAR(128) NOT NULL DEFAULT '', `form_id` VARCHAR(128) NOT NULL, `data` TEXT, `emphasis_keyword` TEXT,
          `status` INT UNSIGNED NOT NULL DEFAULT 0, `additional` TEXT, `active_at` DATETIME NOT NULL,
          `create_at` DATETIME NOT NULL DEFAULT NOW(), KEY (`user_id`), KEY (`status`), KEY (`active_at`)) DEFAULT CHARSET=utf8mb4
        """;

    /// <summary>Gets the tables.</summary>
    public static IReadOnlyList<string> All { get; } = [App, User, Extra, Mobile, Notify];

    /// <summary>Gets tables that take anything: without keys, and with bytes for texts.</summary>
    public static IReadOnlyList<string> Lax { get; } =
    [
        App,
        "CREATE TABLE `user` (id BIGINT, appid VARCHAR(128), openid VARCHAR(128), unionid VARCHAR(128), token VARCHAR(32), "
            + "sessionkey VARCHAR(128), expired_at DATETIME NULL, create_at DATETIME NULL)",
        "CREATE TABLE `user_extra` (id BIGINT, user_id BIGINT, nickname BLOB, avatar_url TEXT)",
        "CREATE TABLE `user_mobile` (id BIGINT, user_id BIGINT, phone_number TEXT, pure_phone_number TEXT, country_code TEXT)",
        Notify,
    ];
}
