using System.Globalization;

namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Describes the error of a delivery and how to fix it.</summary>
internal static class DeliveryProblem
{
    public static string OfConnection(Uri url, HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.ConnectionError =>
            $"Nothing listens at {url.GetLeftPart(UriPartial.Authority)}: start the gateway there, or correct the host and port.",
        HttpRequestError.NameResolutionError => $"The host '{url.Host}' is unknown: correct the URL.",
        _ => $"The connection broke before the answer was complete ({exception.HttpRequestError}).",
    };

    public static string OfTimeout(TimeSpan timeout) =>
        $"No answer came within {timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s: "
        + "answer 'success' at once and reply later with a customer-service message.";

    public static string OfStatus(int status) => status switch
    {
        401 or 403 => "The gateway refused the signature: check that token, AES key, AppId and mode are those of the service at this path, "
            + "and that both clocks are right.",
        404 => "The gateway has nothing at this path: use the service's MessagePath.",
        405 => "The path refuses this method: use the service's MessagePath.",
        413 => "The gateway found the message too large: check its size limit.",
        >= 500 => $"The gateway failed with status {status}: check its log.",
        _ => $"The answer must have status 200; it has {status}.",
    };
}
