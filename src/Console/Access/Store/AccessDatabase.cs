using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using WxYarpGateway.Console.Access.Accounts;
using WxYarpGateway.Console.Access.Audits;
using WxYarpGateway.Console.Access.Links;
using WxYarpGateway.Console.Access.Lockouts;
using WxYarpGateway.Console.Access.Sessions;

namespace WxYarpGateway.Console.Access.Store;

/// <summary>The tables <c>admin_…</c>: Identity's accounts, and what the console adds. They may lie beside the gateway's.</summary>
internal abstract class AccessDatabase(DbContextOptions options) : IdentityUserContext<Account>(options), IDataProtectionKeyContext
{
    /// <summary>The table with the migrations that were applied.</summary>
    public const string MigrationsTable = "admin_migration";

    /// <summary>Gets the keys of cookies and tokens, which all consoles share.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Gets the sessions.</summary>
    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    /// <summary>Gets the tries to sign in.</summary>
    public DbSet<AttemptRow> Attempts => Set<AttemptRow>();

    /// <summary>Gets the one-time links.</summary>
    public DbSet<LinkRow> Links => Set<LinkRow>();

    /// <summary>Gets the audit log.</summary>
    public DbSet<AuditRow> Audits => Set<AuditRow>();

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
        => configurationBuilder.Properties<DateTimeOffset>().HaveConversion<Milliseconds>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Account>().ToTable("admin_user").Property(account => account.Role).HasMaxLength(16);
        builder.Entity<IdentityUserClaim<string>>().ToTable("admin_user_claim");
        builder.Entity<IdentityUserLogin<string>>().ToTable("admin_user_login");
        builder.Entity<IdentityUserToken<string>>().ToTable("admin_user_token");
        builder.Entity<DataProtectionKey>().ToTable("admin_data_protection_key");
        builder.Entity<SessionRow>(session =>
        {
            session.ToTable("admin_session").HasKey(row => row.Digest);
            session.HasOne<Account>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
            session.HasIndex(row => row.CreatedAt);
        });
        builder.Entity<AttemptRow>(attempt =>
        {
            attempt.ToTable("admin_attempt").HasKey(row => row.Subject);
            attempt.HasIndex(row => row.At);
        });
        builder.Entity<LinkRow>(link =>
        {
            link.ToTable("admin_link").HasKey(row => row.Digest);
            link.HasOne<Account>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<AuditRow>(audit =>
        {
            audit.ToTable("admin_audit").HasKey(row => row.Id);
            audit.HasIndex(row => row.At);
        });
        ColumnNames.Set(builder.Model);
    }

    // Both databases compare and sort numbers alike, which SQLite does not do with its texts of times.
    private sealed class Milliseconds() : ValueConverter<DateTimeOffset, long>(
        time => time.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
