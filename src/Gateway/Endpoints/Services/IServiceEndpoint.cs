using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints.Parameters;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Endpoints.Services;

/// <summary>
/// One of go-wx-gateway's common endpoints: it does one thing in the name of the service that the parameter <c>s</c> names.
/// </summary>
internal interface IServiceEndpoint
{
    /// <summary>Gets what it does.</summary>
    Description About { get; }

    /// <summary>Returns the endpoint's path; <see langword="null"/> when it is not served.</summary>
    string? PathIn(EndpointOptions options);

    /// <summary>Returns the answer to a request.</summary>
    ValueTask<EndpointAnswer> AnswerAsync(WeChatService service, RequestParameters parameters, CancellationToken cancellationToken);
}
