using WxYarpGateway.Database.Backups;
using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Gateway.Hosting;

namespace WxYarpGateway.Gateway.Overview.Backups;

/// <summary>
/// Backups of the database: <c>POST {Database}/backup</c> begins one, <c>GET …/backups</c> lists them, the newest first. <c>POST
/// …/vault-export</c> and <c>GET …/vault-exports</c> do so with encrypted files that have the vault alone.
/// </summary>
internal sealed class DatabaseEndpoints(Lazy<BackupDesk> backups) : IEndpointGroup
{
    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder endpoints, GatewayOptions options)
    {
        if (options.Endpoints.Database is not { } path)
        {
            return;
        }

        var group = endpoints.MapGroup(path).ForBackends(ServedOn.Internal, ErrorShape.WeChat, RequiredScope.Settings);
        group.MapFor(
            HttpMethods.Post, "/backup", Begins("Begins a backup of the database."), context => ForAllAsync(context, BackUpAsync));
        group.MapFor(
            HttpMethods.Get, "/backups", "Lists the backups, and how far a running one is.", context => ForAllAsync(context, ListAsync));
        group.MapFor(
            HttpMethods.Post,
            "/vault-export",
            Begins("Begins an export of the vault: an encrypted file with the authorizers and their refresh tokens, beside the backups."),
            context => ForAllAsync(context, ExportAsync))
            .WithMetadata(RequiredScope.Vault);
        group.MapFor(
            HttpMethods.Get,
            "/vault-exports",
            "Lists the exports of the vault, and how far a running one is.",
            context => ForAllAsync(context, ListExportsAsync));
        group.MapNothingElse();
    }

    private static Description Begins(string summary) => new(summary) { Status = StatusCodes.Status202Accepted };

    // A backup has what belongs to all services.
    private static Task ForAllAsync(HttpContext context, RequestDelegate answer)
        => ApiKeyIdentity.Of(context) is { IsLimited: true }
            ? ErrorWriter.WriteAsync(context, GatewayError.Of(StatusCodes.Status403Forbidden, KeyRefusal.OfAll().Message))
            : answer(context);

    private async Task BackUpAsync(HttpContext context)
        => await AnswerAsync(context, await backups.Value.BeginAsync(context.RequestAborted), "backup");

    private async Task ExportAsync(HttpContext context)
        => await AnswerAsync(context, await backups.Value.BeginExportAsync(context.RequestAborted), "export");

    private static Task AnswerAsync(HttpContext context, BackupBeginning beginning, string what)
        => beginning.Begun is { } begun
            ? OverviewJson.SendAsync(
                context, new BackupOrderAnswer(begun.Id), OverviewJson.Readable.BackupOrderAnswer, StatusCodes.Status202Accepted)
            : ErrorWriter.WriteAsync(
                context,
                GatewayError.Of(
                    StatusCodes.Status409Conflict,
                    beginning.Refusal ?? (beginning.Running is { } running
                        ? $"The {what} {running.Id} is being made; {running.Progress} percent are written."
                        : $"Another process of this machine is making one: wait for the {what}.")) with
                {
                    Id = beginning.Running?.Id,
                });

    private Task ListAsync(HttpContext context) => ListAsync(context, backups.Value.List());

    private Task ListExportsAsync(HttpContext context) => ListAsync(context, backups.Value.ListExports());

    private static Task ListAsync(HttpContext context, IReadOnlyList<Backup> found)
        => OverviewJson.SendAsync(context, [.. found.Select(BackupAnswer.Of)], OverviewJson.Readable.BackupAnswerArray);
}
