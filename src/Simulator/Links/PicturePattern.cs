using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.Simulator.Links;

/// <summary>The modules of a picture that stands for a code. It differs for every text, but no phone can read it.</summary>
internal sealed class PicturePattern(string text)
{
    private const int Modules = 16;
    private const int Border = 2;

    private readonly byte[] _digest = SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>Returns whether a point of a picture with the given side is dark: each module is a bit of the text's digest.</summary>
    public bool IsDark(int x, int y, int side)
    {
        var (column, row) = (ModuleAt(x, side), ModuleAt(y, side));
        var module = (row * Modules) + column;
        return column is >= 0 and < Modules && row is >= 0 and < Modules && (_digest[module / 8] >> (module % 8) & 1) == 1;
    }

    private static int ModuleAt(int position, int side) => (position * (Modules + (2 * Border)) / side) - Border;
}
