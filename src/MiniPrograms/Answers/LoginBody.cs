using System.Buffers;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.MiniPrograms.Answers;

/// <summary>Reads the JSON object that a phone sends, whatever its Content-Type says.</summary>
internal static class LoginBody
{
    /// <summary>The largest body, in bytes.</summary>
    public const int Largest = 64 * 1024;

    /// <summary>Reads a body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// The fields, to be disposed of; or the answer to a body that is too large, or no JSON object. No body is an object without fields.
    /// </returns>
    public static async ValueTask<(JsonFields? Fields, LoginAnswer? Refused)> ReadAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > Largest)
        {
            return (null, LoginAnswer.TooLarge);
        }

        ReadOnlyMemory<byte> json;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > Largest)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return (null, LoginAnswer.TooLarge);
            }

            if (read.IsCompleted)
            {
                json = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                break;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        return JsonFields.Parse(json.IsEmpty ? "{}"u8.ToArray() : json) is { } fields
            ? (fields, null)
            : (null, LoginAnswer.Invalid("the body is no JSON object"));
    }
}
