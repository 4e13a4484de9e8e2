using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace WxYarpGateway.Database.Tests;

public sealed class ModelTests
{
    private static readonly string[] Names =
    [
        "audit_log: at detail from id target what who",
        "authorizer: account_status alias appid auth_time broken_why categories created_at event_time functions head_img kind nick_name note "
            + "original_id overrides platform principal qrcode_url refresh_token refresh_version register_type seen_run service_type status "
            + "type updated_at verify_type",
        "authorizer_tag: appid platform tag",
        "data_protection_key: created_at id value",
        "event_inbox: appid attempts body create_time digest due_at error held_until id info_type platform state",
        "meta: name value",
        "notice: app attempts due_at errcode held_until id payload sentence state template_id user",
        "platform_ticket: create_time platform received_at ticket",
        "record: appid attempt backend body event id info_type message_id ms msg_type outcome received_at reply rule service steps trace_id "
            + "user_hash",
        "release: created_at definition due_at ended_at failed_errcode failed_in_row id idempotency_key name platform state updated_at why",
        "release_item: appid attempts audit_id due_at errcode held_until holder progress release sentence state told updated_at",
        "rule: by definition enabled etag name platform priority updated_at",
        "session: app created_at expires_at seen_at token_sha256 user",
        "subscription: sent_at sent_errcode sent_status status status_at template_id user",
        "user: app created_at id keys_at login_at openid previous_key session_key unionid",
        "user_phone: at country_code phone phone_hmac user",
        "user_profile: avatar_url nickname user",
    ];

    public static TheoryData<string> Kinds() => ["Sqlite", "PostgreSql"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_migrations_make_the_tables_that_the_program_uses(string kind)
    {
        using var database = Designed(kind);

        Assert.False(database.Database.HasPendingModelChanges(), "Run: bash eng/migration.sh NAME");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Tables_and_columns_are_named_as_documented(string kind)
    {
        using var database = Designed(kind);

        var tables = database.Model.GetEntityTypes().Select(table => $"{table.GetTableName()}: {string.Join(' ', Columns(table))}");

        Assert.Equal(Names, tables.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Both_databases_have_the_same_migrations()
    {
        using var sqlite = Designed("Sqlite");
        using var postgreSql = Designed("PostgreSql");

        Assert.Equal(Titles(sqlite), Titles(postgreSql));
    }

    private static GatewayDatabase Designed(string kind)
        => kind == "Sqlite" ? new SqliteMigrations.DesignedDatabase().CreateDbContext([])
            : new PostgreSqlMigrations.DesignedDatabase().CreateDbContext([]);

    private static IEnumerable<string> Columns(IEntityType table)
        => table.GetProperties().Select(property => property.GetColumnName()).Order(StringComparer.Ordinal);

    // A migration's id is the time at which it was written, and its title.
    private static IEnumerable<string> Titles(GatewayDatabase database)
        => database.Database.GetMigrations().Select(migration => migration.Split('_', 2)[1]);
}
