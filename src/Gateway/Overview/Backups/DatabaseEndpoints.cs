using WxYarpGateway.Database.Backups;
using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Gateway.Hosting;

namespace WxYarpGateway.Gateway.Overview.Backups;

/// <summary>Backups of the database: <c>POST {Database}/backup</c> begins one, <c>GET …/backups</c> lists them, the newest first.</summary>
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
        group.MapFor(HttpMethods.Post, "/backup", "Begins a backup of the database.", context => ForAllAsync(context, BackUpAsync));
        group.MapFor(
            HttpMethods.Get, "/backups", "Lists the backups, and how far a running one is.", context => ForAllAsync(context, ListAsync));
        group.MapNothingElse();
    }

    // A backup has what belongs to all services.
    private static Task ForAllAsync(HttpContext context, RequestDelegate answer)
        => ApiKeyIdentity.Of(context) is { IsLimited: true }
            ? ErrorWriter.WriteAsync(context, GatewayError.Of(StatusCodes.Status403Forbidden, KeyRefusal.OfAll().Message))
            : answer(context);

    private async Task BackUpAsync(HttpContext context)
    {
        var beginning = await backups.Value.BeginAsync(context.RequestAborted);
        if (beginning.Begun is { } begun)
        {
            await OverviewJson.SendAsync(
                context, new BackupOrderAnswer(begun.Id), OverviewJson.Readable.BackupOrderAnswer, StatusCodes.Status202Accepted);
            return;
        }

        await ErrorWriter.WriteAsync(
            context,
            GatewayError.Of(
                StatusCodes.Status409Conflict,
                beginning.Refusal ?? (beginning.Running is { } running
                    ? $"Backup {running.Id} is being made; {running.Progress} percent are written."
                    : "Another process of this machine is making a backup.")) with
            {
                Id = beginning.Running?.Id,
            });
    }

    private Task ListAsync(HttpContext context)
        => OverviewJson.SendAsync(
            context, [.. backups.Value.List().Select(BackupAnswer.Of)], OverviewJson.Readable.BackupAnswerArray);
}
