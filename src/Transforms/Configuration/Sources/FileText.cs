using System.Globalization;
using System.Text.Unicode;

namespace WxYarpGateway.Transforms.Configuration.Sources;

/// <summary>Checks that a file is text in UTF-8, or in UTF-16 or UTF-32 with its mark.</summary>
/// <remarks>The framework reads other bytes as the character U+FFFD, so that users would read it in the place of Chinese.</remarks>
internal static class FileText
{
    private static ReadOnlySpan<byte> LittleMark => [0xFF, 0xFE];

    private static ReadOnlySpan<byte> BigMark => [0xFE, 0xFF];

    private static ReadOnlySpan<byte> WideBigMark => [0x00, 0x00, 0xFE, 0xFF];

    /// <summary>Throws <see cref="InvalidDataException"/> when it is not.</summary>
    public static void Check(ReadOnlySpan<byte> content)
    {
        if (Utf8.IsValid(content) || content.StartsWith(LittleMark) || content.StartsWith(BigMark) || content.StartsWith(WideBigMark))
        {
            return;
        }

        // A line break is never a part of another character.
        var number = 0;
        foreach (var line in content.Split((byte)'\n'))
        {
            number++;
            if (!Utf8.IsValid(content[line]))
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"line {number} is not text in UTF-8"));
            }
        }
    }
}
