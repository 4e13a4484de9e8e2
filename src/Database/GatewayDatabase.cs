using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Tables;
using WxYarpGateway.Database.Tables.Meta;
using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Database.Tables.Records;
using WxYarpGateway.Database.Tables.Users;

namespace WxYarpGateway.Database;

/// <summary>The database: its tables are the same in SQLite and PostgreSQL. All times are UTC, in milliseconds since 1970.</summary>
/// <param name="options">The options, with the provider.</param>
public sealed class GatewayDatabase(DbContextOptions<GatewayDatabase> options) : DbContext(options)
{
    // PostgreSQL would compare by the rules of a language, and differently on each machine; SQLite compares bytes.
    private const string Bytewise = "C";

    /// <summary>Gets the cipher that seals and opens <see cref="SealedFields"/>.</summary>
    internal FieldCipher Cipher
    {
        get => field ?? throw new InvalidOperationException("This context was made to look at the tables alone.");
        init;
    }

    internal DbSet<MetaRow> Meta => Set<MetaRow>();

    internal DbSet<PlatformTicketRow> PlatformTickets => Set<PlatformTicketRow>();

    internal DbSet<AuthorizerRow> Authorizers => Set<AuthorizerRow>();

    internal DbSet<AuthorizerTagRow> AuthorizerTags => Set<AuthorizerTagRow>();

    internal DbSet<EventRow> Events => Set<EventRow>();

    internal DbSet<RuleRow> Rules => Set<RuleRow>();

    internal DbSet<ReleaseRow> Releases => Set<ReleaseRow>();

    internal DbSet<ReleaseItemRow> ReleaseItems => Set<ReleaseItemRow>();

    internal DbSet<UserRow> Users => Set<UserRow>();

    internal DbSet<UserProfileRow> UserProfiles => Set<UserProfileRow>();

    internal DbSet<UserPhoneRow> UserPhones => Set<UserPhoneRow>();

    internal DbSet<SessionRow> Sessions => Set<SessionRow>();

    internal DbSet<NoticeRow> Notices => Set<NoticeRow>();

    internal DbSet<SubscriptionRow> Subscriptions => Set<SubscriptionRow>();

    internal DbSet<AuditRow> Audit => Set<AuditRow>();

    internal DbSet<DataProtectionKeyRow> DataProtectionKeys => Set<DataProtectionKeyRow>();

    internal DbSet<RecordRow> Records => Set<RecordRow>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<MetaRow>();
        modelBuilder.Entity<PlatformTicketRow>();
        modelBuilder.Entity<AuthorizerRow>(authorizer =>
        {
            authorizer.PrimitiveCollection(row => row.Functions).HasDefaultValueSql(Database.IsNpgsql() ? "'{}'" : "'[]'");
            authorizer.Property(row => row.RefreshVersion).HasDefaultValue(0L);
            authorizer.Property(row => row.EventTime).HasDefaultValue(0L);
        });
        modelBuilder.Entity<AuthorizerTagRow>();
        modelBuilder.Entity<EventRow>().Property(row => row.State).HasConversion<string>();
        modelBuilder.Entity<RuleRow>();
        modelBuilder.Entity<ReleaseRow>();
        modelBuilder.Entity<ReleaseItemRow>();
        modelBuilder.Entity<UserRow>();
        modelBuilder.Entity<UserProfileRow>();
        modelBuilder.Entity<UserPhoneRow>();
        modelBuilder.Entity<SessionRow>();
        modelBuilder.Entity<NoticeRow>();
        modelBuilder.Entity<SubscriptionRow>();
        modelBuilder.Entity<AuditRow>();
        modelBuilder.Entity<DataProtectionKeyRow>();
        modelBuilder.Entity<RecordRow>(record =>
        {
            // Of what is rare, so that a search for it reads nothing else.
            record.HasIndex(row => new { row.Service, row.InfoType, row.ReceivedAt }).HasFilter("info_type IS NOT NULL");
            record.HasIndex(row => new { row.Service, row.Rule, row.ReceivedAt }).HasFilter("rule IS NOT NULL");
            record.HasIndex(row => new { row.Service, row.Outcome, row.ReceivedAt }).HasFilter($"outcome <> '{RecordRow.UsualOutcome}'");
        });
        ColumnNames.Set(modelBuilder.Model);
        if (Database.IsNpgsql())
        {
            var compared = modelBuilder.Model.GetEntityTypes().SelectMany(table => table.GetProperties()).Where(
                property => property.ClrType == typeof(string) && (property.IsKey() || property.IsIndex()));
            foreach (var property in compared)
            {
                property.SetCollation(Bytewise);
            }
        }
    }
}
