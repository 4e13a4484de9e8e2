using System.Text;

namespace WxYarpGateway.Fuzz.Mutation;

/// <summary>Changes bytes without knowing what they mean.</summary>
internal static class ByteChanges
{
    private const int MostRepeats = 64;

    // What breaks readers of text: borders of UTF-8, halves of surrogate pairs, controls, marks, letters that change length with their
    // case.
    private static readonly byte[][] Odd =
    [
        [0], [0x7F], [0x80], [0xBF], [0xC0, 0x80], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xEF, 0xBB, 0xBF],
            [0xEF, 0xBF, 0xBE], [0xEF, 0xBF, 0xBF],
        [0xEF, 0xBF, 0xBD], [0xF0, 0x9F, 0x98, 0x80], [0xF4, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xFE, 0xFF], [0xFF, 0xFE],
            [0xFF], [0xE2, 0x80, 0xA8], [0xC2, 0x85], [0xC2, 0xA0],
        [0xC4, 0xB0], [0xE2, 0x84, 0xAA], "\r"u8.ToArray(), "\r\n"u8.ToArray(), "\t"u8.ToArray(), " "u8.ToArray(), [0x1B], [0x0B], [0x0C],
    ];

    public static byte[] Change(Dice dice, byte[] input, byte[] other, IReadOnlyList<string> tokens)
    {
        var at = dice.Below(input.Length + 1);
        var length = Math.Min(input.Length - at, 1 + dice.Small(64));
        var block = input.AsSpan(at, Math.Max(length, 0));
        return dice.Below(12) switch
        {
            0 => Flip(dice, input),
            1 => Splice.Replace(input, at..(at + block.Length), []),
            2 => Splice.Replace(input, at..at, Splice.Repeat(block, 1 + dice.Small(MostRepeats))),
            3 => Splice.Replace(input, at..at, dice.Bytes(1 + dice.Small(8))),
            4 => Splice.Replace(input, at..at, dice.Pick(Odd)),
            5 => Splice.Replace(input, at..(at + block.Length), dice.Pick(Odd)),
            6 or 7 => Splice.Replace(input, at..at, Token(dice, tokens)),
            8 => Splice.Replace(input, at..(at + block.Length), Token(dice, tokens)),
            9 => [.. input.AsSpan(0, at), .. other.AsSpan(dice.Below(other.Length + 1))],
            10 => Move(dice, input, at, block.ToArray()),
            _ => input[..at],
        };
    }

    private static byte[] Flip(Dice dice, byte[] input)
    {
        var flipped = input.ToArray();
        for (var count = flipped.Length == 0 ? 0 : 1 + dice.Small(4); count > 0; count--)
        {
            flipped[dice.Below(flipped.Length)] ^= (byte)(1 << dice.Below(8));
        }

        return flipped;
    }

    private static byte[] Move(Dice dice, byte[] input, int at, byte[] block)
    {
        var rest = Splice.Replace(input, at..(at + block.Length), []);
        var to = dice.Below(rest.Length + 1);
        return Splice.Replace(rest, to..to, block);
    }

    private static byte[] Token(Dice dice, IReadOnlyList<string> tokens) => tokens.Count == 0 ? []
        : Encoding.UTF8.GetBytes(dice.Pick(tokens));
}
