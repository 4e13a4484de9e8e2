using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Gateway.Hosting;

namespace WxYarpGateway.Gateway.Records;

/// <summary>
/// The records of a service: <c>GET {Records}/{service}</c> searches, <c>GET …/{id}</c> shows one, <c>POST …/{id}/replay</c> sends it
/// again,
/// <c>GET …/live</c> shows them as they come.
/// </summary>
internal sealed class RecordEndpoints(EndpointsOfServices services, RecordAnswers records) : IEndpointGroup
{
    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder endpoints, GatewayOptions options)
    {
        if (options.Endpoints.Records is not { } path)
        {
            return;
        }

        var group = endpoints.MapGroup(path).ForBackends(ServedOn.Internal, ErrorShape.WeChat);
        Map(HttpMethods.Get, "", RecordAnswers.Search, records.SearchAsync);
        Map(HttpMethods.Get, "/live", RecordAnswers.Watch, records.WatchAsync);
        Map(HttpMethods.Get, "/{id}", RecordAnswers.Find, records.FindAsync);
        Map(HttpMethods.Post, "/{id}/replay", RecordAnswers.Replay, records.ReplayAsync);
        group.MapNothingElse();

        void Map(string method, string below, Description about, Func<HttpContext, string, Task> answer)
            => services.Map(group, method, below, about, (context, service) => answer(context, service.Name));
    }
}
