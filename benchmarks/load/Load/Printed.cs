using System.Diagnostics;
using System.Text;

namespace WxYarpGateway.Load;

/// <summary>Reads what a process prints, so that its pipe never fills, and keeps the beginning for when it fails.</summary>
internal sealed class Printed
{
    private const int Longest = 4000;

    private readonly StringBuilder _text = new();

    public Printed(Process process)
    {
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_text)
        {
            if (_text.Length < Longest)
            {
                _text.AppendLine(line.Data);
            }
        }
    }
}
