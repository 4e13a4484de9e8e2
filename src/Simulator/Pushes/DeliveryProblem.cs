using System.Globalization;

namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Says what is wrong with a delivery and how to mend it.</summary>
internal static class DeliveryProblem
{
    public static string OfConnection(Uri url, HttpRequestException fault) => fault.HttpRequestError switch
    {
        HttpRequestError.ConnectionError => $"Nothing listens at {url.GetLeftPart(UriPartial.Authority)}: start the gateway there, or correct the host and port.",
        HttpRequestError.NameResolutionError => $"The host '{url.Host}' is unknown: correct the URL.",
        _ => $"The connection broke before the answer was complete ({fault.HttpRequestError}).",
    };

    public static string OfTimeout(TimeSpan patience) =>
        string.Create(CultureInfo.InvariantCulture, $"No answer came within {patience.TotalSeconds:0.###} s: answer 'success' at once and reply later with a customer-service message.");

    public static string OfStatus(int status) => status switch
    {
        401 or 403 => "The gateway refused the signature: check that token, AES key, AppId and mode are those of the service at this path, and that both clocks are right.",
        404 => "Nothing is at this path: it must be the service's MessagePath.",
        405 => "The path takes no such request: it must be the service's MessagePath.",
        413 => "The gateway found the message too large.",
        >= 500 => $"The gateway failed with status {status}: look into its log.",
        _ => $"The answer must have status 200; it has {status}.",
    };
}
