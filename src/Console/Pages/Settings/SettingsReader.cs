using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Settings;

namespace WxYarpGateway.Console.Pages.Settings;

/// <summary>Asks all replicas for their configuration and backups. Of secrets, only admins get the ending.</summary>
internal sealed class SettingsReader(GatewayFleet fleet, ActingUser user, IAuditLog audit)
{
    private static readonly GatewayPath Configuration = GatewayPath.Of("overview", "configuration");

    // Beginning takes a moment: the gateway looks at its disk.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>Gets the calls that it makes, for the page to show.</summary>
    public static IReadOnlyList<GatewayCall> Calls { get; } =
    [
        GatewayCall.Get(Configuration),
        .. Enum.GetValues<BackupKind>().SelectMany(kind => new[] { Begin(kind), GatewayCall.Get(ListOf(kind)) }),
    ];

    /// <summary>Returns what is in force at all replicas.</summary>
    public async Task<SettingsModel> ReadAsync(CancellationToken cancellationToken)
    {
        await user.RequireAsync(Policies.Operator);
        var answers = await fleet.AskAllAsync<ReplicaConfiguration>(Configuration, cancellationToken);
        if (!await user.MayAsync(Policies.Admin))
        {
            answers = [.. answers.Select(answer => answer.Answer.IsThere
                ? answer with { Answer = GatewayAnswer<ReplicaConfiguration>.Of(WithoutEndings(answer.Answer.Value)) }
                : answer)];
        }

        return SettingsModel.Of(answers);
    }

    /// <summary>Returns the backups of a kind, of all replicas.</summary>
    public async Task<BackupsModel> ReadBackupsAsync(BackupKind kind, CancellationToken cancellationToken)
    {
        await user.RequireAsync(Policies.Operator);
        return BackupsModel.Of(await fleet.AskAllAsync<IReadOnlyList<Backup>>(ListOf(kind), cancellationToken));
    }

    /// <summary>Begins a backup. It goes on whoever leaves the page.</summary>
    public async Task<GatewayAnswer<BackupOrder>> BackUpAsync(BackupKind kind, CancellationToken cancellationToken)
    {
        await user.RequireAsync(Policies.Admin);
        var answer = await fleet.AskOneAsync<BackupOrder>(Begin(kind), cancellationToken);
        await audit.WriteAsync(
            kind == BackupKind.Vault ? "vault.export" : "database.backup",
            answer.Value?.Id ?? "",
            answer.IsThere ? null : $"failed: {answer.Error.Kind}",
            CancellationToken.None);
        return answer;
    }

    private static GatewayPath ListOf(BackupKind kind)
        => GatewayPath.Of("database", kind == BackupKind.Vault ? "vault-exports" : "backups");

    private static GatewayCall Begin(BackupKind kind)
        => new(HttpMethod.Post, GatewayPath.Of("database", kind == BackupKind.Vault ? "vault-export" : "backup")) { Limit = Longest };

    private static ReplicaConfiguration WithoutEndings(ReplicaConfiguration configuration) => configuration with
    {
        Settings =
        [
            .. configuration.Settings.Select(setting => setting.Secret is { } secret
                ? setting with { Secret = secret with { Ending = null } }
                : setting),
        ],
    };
}
