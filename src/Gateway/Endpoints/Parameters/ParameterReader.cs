using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.Gateway.Endpoints.Parameters;

/// <summary>Reads a request's parameters out of its query and its body, a form or a JSON object, whatever the method is.</summary>
internal static class ParameterReader
{
    // As much as a push may have; the largest template messages have a few kilobytes.
    private const int LargestBody = 256 * 1024;

    private const string Form = "application/x-www-form-urlencoded";

    /// <summary>Returns the parameters, or the answer to a request whose body cannot be read.</summary>
    public static async ValueTask<(RequestParameters Parameters, EndpointAnswer? Refusal)> ReadAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        var parameters = new RequestParameters();
        AddPairs(request.QueryString.Value, parameters);
        if (request.ContentLength > LargestBody)
        {
            return (parameters, TooLarge());
        }

        var read = await request.BodyReader.ReadAtLeastAsync(LargestBody + 1, cancellationToken);
        var body = read.Buffer.Length > LargestBody ? null : read.Buffer.ToArray();
        request.BodyReader.AdvanceTo(read.Buffer.End);
        return (parameters, body is null ? TooLarge() : AddBody(body, request.ContentType, parameters));
    }

    private static EndpointAnswer? AddBody(ReadOnlyMemory<byte> body, string? contentType, RequestParameters parameters)
    {
        var content = ByteOrderMark.Skip(body.Span).TrimStart(" \t\r\n"u8);
        if (content.IsEmpty)
        {
            return null;
        }

        // Decided by content: curl sends JSON as a form by default, and go-wx-gateway accepted that.
        _ = MediaTypeHeaderValue.TryParse(contentType, out var type);
        var isForm = type?.MediaType.Equals(Form, StringComparison.OrdinalIgnoreCase) == true;
        if (content[0] is (byte)'{' or (byte)'[' || IsJson(type))
        {
            return AddJson(content, parameters);
        }

        if (!isForm || !(type!.Charset.Length == 0 || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            return EndpointAnswer.Failure(
                StatusCodes.Status415UnsupportedMediaType,
                $"Send parameters in the query, as a form ({Form}), or as a JSON object (application/json); in UTF-8.");
        }

        AddPairs(Encoding.UTF8.GetString(content), parameters);
        return null;
    }

    private static EndpointAnswer? AddJson(ReadOnlySpan<byte> content, RequestParameters parameters)
    {
        if (!JsonText.TryParse(content, out var json) || json.ValueKind != JsonValueKind.Object)
        {
            return EndpointAnswer.Failure(StatusCodes.Status400BadRequest, "The body must be one JSON object, in UTF-8.");
        }

        foreach (var property in json.EnumerateObject())
        {
            parameters.Add(property.Name, new Parameter(null, property.Value));
        }

        return null;
    }

    private static void AddPairs(string? pairs, RequestParameters parameters)
    {
        foreach (var pair in new QueryStringEnumerable(pairs))
        {
            parameters.Add(Decode(pair.EncodedName), new Parameter(Decode(pair.EncodedValue), default));
        }
    }

    // The enumerable's own decoding leaves %FF as it stands; this one makes U+FFFD of it, which is refused.
    private static string Decode(ReadOnlyMemory<char> encoded) => WebUtility.UrlDecode(encoded.ToString());

    private static bool IsJson(MediaTypeHeaderValue? type)
        => type is not null
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));

    private static EndpointAnswer TooLarge()
        => EndpointAnswer.Failure(StatusCodes.Status413PayloadTooLarge, $"The body must have at most {LargestBody} bytes.");
}
