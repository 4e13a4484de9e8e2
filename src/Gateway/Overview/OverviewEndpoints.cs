using System.Globalization;
using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Gateway.Overview.Answers;
using WxYarpGateway.Gateway.Overview.Settings;
using WxYarpGateway.Transforms.Minutes;

namespace WxYarpGateway.Gateway.Overview;

/// <summary>
/// What people see who look after the gateway: <c>GET {Overview}</c> tells how this replica is, <c>…/{service}/minutes?count=</c> what the
/// last minutes brought to a service, <c>…/configuration</c> what is in force, <c>…/errcodes/{errcode}</c> what an errcode of WeChat means,
/// and <c>…/key</c> what the caller's key is good for.
/// </summary>
internal sealed class OverviewEndpoints(Lazy<ReplicaOverview> replica, Lazy<ConfigurationOverview> configuration, PushMinutes minutes)
    : IEndpointGroup
{
    private const int UsualMinutes = 60;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder endpoints, GatewayOptions options)
    {
        if (options.Endpoints.Overview is not { } path)
        {
            return;
        }

        var group = endpoints.MapGroup(path).ForBackends(ServedOn.Internal, ErrorShape.WeChat, RequiredScope.Overview);
        group.MapFor(HttpMethods.Get, "", "Shows how this replica and its services are.", AnswerAsync);
        group.MapFor(
            HttpMethods.Get,
            "/{service}/minutes",
            new Description("Shows what the last minutes brought to a service on this replica.", "count: so many minutes; 60, up to 180"),
            MinutesAsync);
        group.MapFor(
            HttpMethods.Get, "/configuration", "Shows the configuration in force with its sources, without secrets.", ConfigurationAsync)
            .WithMetadata(RequiredScope.Settings);

        // A service may have this name.
        group.MapFor(
            HttpMethods.Get, "/errcodes/{errcode:int}", "Explains an errcode of WeChat's, and how to cure it.", ErrcodeAsync);
        group.MapNothingElse();

        // Whoever lacks a scope is told so here.
        endpoints.MapGroup(path).ForAnyKey(ServedOn.Internal, ErrorShape.WeChat)
            .MapFor(HttpMethods.Get, "/key", "Shows what the key of the call is good for.", OwnKeyAsync);
    }

    private async Task AnswerAsync(HttpContext context)
        => await OverviewJson.SendAsync(
            context,
            await replica.Value.AnswerAsync(ApiKeyIdentity.Of(context), context.RequestAborted),
            OverviewJson.Readable.OverviewAnswer);

    private Task ConfigurationAsync(HttpContext context)
        => OverviewJson.SendAsync(
            context, configuration.Value.AnswerTo(ApiKeyIdentity.Of(context)), OverviewJson.Readable.ConfigurationAnswer);

    private static Task OwnKeyAsync(HttpContext context)
        => OverviewJson.SendAsync(
            context, OwnKeyAnswer.Of(ApiKeyIdentity.Of(context)), OverviewJson.Readable.OwnKeyAnswer);

    private static Task ErrcodeAsync(HttpContext context)
        => Errcodes.Find(int.Parse((string)context.GetRouteValue("errcode")!, CultureInfo.InvariantCulture)) is { } answer
            ? OverviewJson.SendAsync(context, answer, OverviewJson.Readable.ErrcodeAnswer)
            : ErrorWriter.WriteAsync(context, GatewayError.Missing("The gateway does not know this errcode."));

    private Task MinutesAsync(HttpContext context)
    {
        var wanted = context.Request.Query["count"].ToString();
        var count = UsualMinutes;
        if (wanted.Length > 0
            && (!int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > PushMinutes.Most))
        {
            return ErrorWriter.WriteAsync(
                context, GatewayError.Refused([new RequestError("count", $"must be a number from 1 to {PushMinutes.Most}")]));
        }

        return minutes.Of((string)context.GetRouteValue("service")!, count) is { Count: > 0 } found
            ? OverviewJson.SendAsync(context, new MinutesAnswer([.. found.Select(MinuteAnswer.Of)]), OverviewJson.Readable.MinutesAnswer)
            : ErrorWriter.WriteAsync(context, GatewayError.UnknownService());
    }
}
