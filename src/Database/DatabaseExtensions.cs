using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Authorizers;
using WxYarpGateway.Database.Backups;
using WxYarpGateway.Database.Events;
using WxYarpGateway.Database.Exports;
using WxYarpGateway.Database.Histories;
using WxYarpGateway.Database.Imports;
using WxYarpGateway.Database.Notices;
using WxYarpGateway.Database.Records;
using WxYarpGateway.Database.Releases;
using WxYarpGateway.Database.Rules;
using WxYarpGateway.Database.Sessions;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Database.Upkeep;
using WxYarpGateway.Database.Users;
using WxYarpGateway.Database.Vault;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Notices;
using WxYarpGateway.MiniPrograms.Notices.Subscriptions;
using WxYarpGateway.MiniPrograms.Sessions;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.Platform.AuthorizationPages;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Events;
using WxYarpGateway.Platform.Histories;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.Platform.Releases;
using WxYarpGateway.Platform.Rules;
using WxYarpGateway.Platform.Sync;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the database.</summary>
public static class DatabaseExtensions
{
    /// <summary>Adds the database and its stores. Nothing is opened, or loaded, before somebody needs it.</summary>
    /// <param name="services">The services; <see cref="DatabaseOptions"/> are configured by the host.</param>
    /// <param name="folder">The folder for a SQLite database and its key; created on demand.</param>
    public static IServiceCollection AddGatewayDatabase(this IServiceCollection services, DataFolder folder)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(folder);
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddMetrics();
        services.AddOptions<DatabaseOptions>();
        services.TryAddSingleton(folder);
        services.Configure<PlatformTokenOptions>(options => options.DataFolder = folder.Path);
        return services.AddAccess().AddVault().AddStores().AddUpkeep().AddPlatformStores().AddUserStores();
    }

    private static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.TryAddSingleton<DatabaseKeys>();
        services.TryAddSingleton<DatabaseMetrics>();
        services.TryAddSingleton(provider => new DatabaseAccess(
            provider.GetRequiredService<IOptions<DatabaseOptions>>(),
            provider.GetRequiredService<DataFolder>(),
            provider.GetRequiredService<DatabaseKeys>(),
            provider.GetRequiredService<DatabaseMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DatabaseAccess>>()));
        services.TryAddSingleton(provider => new DatabaseWatch(
            provider.GetRequiredService<DatabaseAccess>(),
            provider.GetServices<IDatabaseUse>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DatabaseWatch>>()));
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseWatch>());
        return services;
    }

    // In the place of those of a host without a database, whichever is registered first.
    private static IServiceCollection AddVault(this IServiceCollection services)
        => services
            .Replace(ServiceDescriptor.Singleton<IAuthorizerVault, AuthorizerVault>())
            .Replace(ServiceDescriptor.Singleton<ISpillCipher, SpillCipher>())
            .Replace(ServiceDescriptor.Singleton<ISoleRenewer, SoleRenewer>());

    private static IServiceCollection AddStores(this IServiceCollection services)
    {
        services.TryAddSingleton<IRecordStore, RecordStore>();
        services.AddSingleton<IDatabaseUse>(provider => new PlatformUse(provider.GetService<PlatformCatalog>()));
        services.AddSingleton<IDatabaseUse>(provider => new RecordUse(provider.GetService<RecordSettings>()));
        services.TryAddSingleton<IRuleStore, RuleStore>();
        services.TryAddSingleton<IAuthorizerStore, AuthorizerStore>();
        services.TryAddSingleton<IChangeHistory, ChangeHistory>();
        services.TryAddSingleton<IInvitationKeys, InvitationKeys>();
        return services;
    }

    private static IServiceCollection AddUpkeep(this IServiceCollection services)
    {
        services.TryAddSingleton<SharedLease>();
        services.TryAddSingleton(provider => new RetentionWork(
            provider.GetRequiredService<DatabaseAccess>(),
            provider.GetRequiredService<IRecordStore>(),
            provider.GetService<RecordSettings>(),
            provider.GetRequiredService<DatabaseMetrics>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<DiskSpace>();
        services.TryAddSingleton(provider => new SqliteBackups(
            provider.GetRequiredService<DatabaseAccess>(),
            provider.GetRequiredService<DataFolder>(),
            Files(provider, BackupKind.Database),
            provider.GetRequiredService<DiskSpace>(),
            provider.GetRequiredService<DatabaseMetrics>()));
        services.TryAddSingleton(provider => new VaultBackups(
            provider.GetRequiredService<VaultExport>(), Files(provider, BackupKind.Vault)));
        services.TryAddSingleton(provider => new BackupDesk(
            provider.GetRequiredService<DatabaseAccess>(),
            provider.GetRequiredService<DataFolder>(),
            provider.GetRequiredService<SqliteBackups>(),
            provider.GetRequiredService<VaultBackups>(),
            provider.GetRequiredService<ILogger<BackupDesk>>()));
        services.AddHostedService(provider => provider.GetRequiredService<BackupDesk>());
        services.TryAddSingleton<SealedValues>();
        services.TryAddSingleton<Verification>();
        services.TryAddSingleton<KeyRotation>();
        services.TryAddSingleton<VaultExport>();
        services.TryAddSingleton<VaultImport>();
        services.TryAddSingleton(provider => new DatabaseCare(
            provider.GetRequiredService<DatabaseAccess>(),
            provider.GetRequiredService<DataFolder>(),
            provider.GetRequiredService<SqliteBackups>(),
            provider.GetRequiredService<Verification>(),
            provider.GetRequiredService<KeyRotation>(),
            provider.GetRequiredService<VaultExport>(),
            provider.GetRequiredService<VaultImport>()));
        services.TryAddSingleton<UpkeepWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<UpkeepWorker>());
        return services;

        static BackupFiles Files(IServiceProvider provider, BackupKind kind)
            => new(provider.GetRequiredService<DataFolder>(), kind, provider.GetRequiredService<TimeProvider>());
    }

    private static IServiceCollection AddPlatformStores(this IServiceCollection services)
    {
        services.TryAddSingleton<IEventInbox, EventInbox>();
        services.TryAddSingleton<IComparedAuthorizers, ComparedAuthorizers>();
        services.TryAddSingleton<ISyncRuns, SyncRuns>();
        services.TryAddSingleton<IReleaseStore, ReleaseStore>();
        return services;
    }

    private static IServiceCollection AddUserStores(this IServiceCollection services)
    {
        services.AddSingleton<IDatabaseUse>(provider => new LoginUse(provider.GetService<LoginCatalog>()));
        services.TryAddSingleton<IUserStore, UserStore>();
        services.TryAddSingleton<ISessionStore, SessionStore>();
        services.TryAddSingleton<INoticeStore, NoticeStore>();
        services.TryAddSingleton<ISubscriptionStore, SubscriptionStore>();
        services.TryAddSingleton(provider => new UserImport(
            provider.GetRequiredService<DatabaseAccess>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
