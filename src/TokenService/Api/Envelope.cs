using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.TokenService.Api;

/// <summary>What every answer of WeChat's may carry, whatever its Content-Type says; no errcode means success.</summary>
/// <param name="ErrorCode">The errcode; 0 when the answer has none.</param>
/// <param name="ErrorMessage">The errmsg, as WeChat wrote it: it may quote what was sent, so it is for no log.</param>
public readonly record struct Envelope(int ErrorCode, string ErrorMessage)
{
    /// <summary>Reads the whole answer, strict or not; false when it is not one JSON object.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="envelope">What it carries.</param>
    public static bool TryRead(ReadOnlySpan<byte> json, out Envelope envelope)
        => TryReadStrict(json, out envelope) || (LenientJson.Repair(json) is { } repaired && TryReadStrict(repaired, out envelope));

    /// <summary>Reads the whole answer; false when it is not one JSON object that every reader of JSON takes.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="envelope">What it carries.</param>
    public static bool TryReadStrict(ReadOnlySpan<byte> json, out Envelope envelope)
    {
        envelope = default;
        try
        {
            var reader = new Utf8JsonReader(json);
            return Utf8.IsValid(json)
                && !LenientJson.HasHalfSurrogate(json)
                && reader.Read()
                && reader.TokenType == JsonTokenType.StartObject
                && TryReadObject(ref reader, out envelope);
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair.
            return false;
        }
    }

    private static bool TryReadObject(ref Utf8JsonReader reader, out Envelope envelope)
    {
        int? errorCode = ErrorCodes.Success;
        var errorMessage = "";
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isCode = reader.ValueTextEquals("errcode"u8);
            var isMessage = reader.ValueTextEquals("errmsg"u8);
            reader.Read();
            if (isCode)
            {
                errorCode = ReadCode(ref reader);
            }
            else if (isMessage && reader.TokenType == JsonTokenType.String)
            {
                errorMessage = reader.GetString()!;
            }

            reader.Skip();
        }

        envelope = new Envelope(errorCode ?? ErrorCodes.Success, errorMessage);
        return errorCode is not null && !reader.Read();
    }

    private static int? ReadCode(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt32(out var code) => code,
        JsonTokenType.String when int.TryParse(
            reader.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code) => code,
        _ => null,
    };
}
