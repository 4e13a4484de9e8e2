using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Settings;

namespace WxYarpGateway.Console.Pages.Settings;

/// <summary>Asks all replicas for their configuration and backups. Of secrets, only admins get the ending.</summary>
internal sealed class SettingsReader(GatewayFleet fleet, ActingUser user, IAuditLog audit)
{
    private static readonly GatewayPath Configuration = GatewayPath.Of("overview", "configuration");
    private static readonly GatewayPath Backups = GatewayPath.Of("database", "backups");
    private static readonly GatewayCall BackUp = new(HttpMethod.Post, GatewayPath.Of("database", "backup"))
    {
        Limit = TimeSpan.FromSeconds(15),
    };

    /// <summary>Gets the calls that it makes, for the page to show.</summary>
    public static IReadOnlyList<GatewayCall> Calls { get; } =
        [GatewayCall.Get(Configuration), BackUp, GatewayCall.Get(Backups)];

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

    /// <summary>Returns the backups of all replicas.</summary>
    public async Task<BackupsModel> ReadBackupsAsync(CancellationToken cancellationToken)
    {
        await user.RequireAsync(Policies.Operator);
        return BackupsModel.Of(await fleet.AskAllAsync<IReadOnlyList<Backup>>(Backups, cancellationToken));
    }

    /// <summary>Begins a backup. It goes on whoever leaves the page.</summary>
    public async Task<GatewayAnswer<BackupOrder>> BackUpAsync(CancellationToken cancellationToken)
    {
        await user.RequireAsync(Policies.Admin);
        var answer = await fleet.AskOneAsync<BackupOrder>(BackUp, cancellationToken);
        await audit.WriteAsync(
            "database.backup", answer.Value?.Id ?? "", answer.IsThere ? null : $"failed: {answer.Error.Kind}", CancellationToken.None);
        return answer;
    }

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
