using System.Diagnostics;
using System.Net;

namespace WxYarpGateway.Load.Growth;

/// <summary>
/// Pushes to one service at an even rate while something else happens. An answer's time counts from when its push was due, so that one
/// late answer makes those behind it late too, as it would for WeChat.
/// </summary>
internal sealed class Bystander : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(5);

    private const int WarmUp = 50;

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly CancellationTokenSource _stop = new();
    private readonly List<double> _milliseconds = [];
    private readonly ManualResetEventSlim _isWarm = new();
    private readonly Thread _thread;
    private readonly int _port;
    private readonly string _suffix;
    private int _errors;

    private Bystander(int port, string suffix)
    {
        (_port, _suffix) = (port, suffix);

        // A thread of its own waits for nothing but the answer.
        _thread = new Thread(Run);
        _thread.Start();
        _isWarm.Wait();
    }

    /// <summary>Starts pushing; returns when its own code is warm.</summary>
    public static Bystander Start(int port, string suffix) => new(port, suffix);

    /// <summary>Stops pushing.</summary>
    /// <returns>How long each answer took, in milliseconds, and how many were not right.</returns>
    public (IReadOnlyList<double> Milliseconds, int Errors) Stop()
    {
        _stop.Cancel();
        _thread.Join();
        return (_milliseconds, _errors);
    }

    public void Dispose()
    {
        if (_thread.IsAlive)
        {
            Stop();
        }

        _isWarm.Dispose();
        _stop.Dispose();
        _http.Dispose();
    }

    private void Run()
    {
        for (var push = 0; push < WarmUp; push++)
        {
            IsAnswered();
        }

        var began = Stopwatch.GetTimestamp();
        _isWarm.Set();
        for (var due = TimeSpan.Zero; !_stop.IsCancellationRequested; due += Period)
        {
            if (due - Stopwatch.GetElapsedTime(began) is var early && early > TimeSpan.Zero)
            {
                Thread.Sleep(early);
            }

            _errors += IsAnswered() ? 0 : 1;
            _milliseconds.Add((Stopwatch.GetElapsedTime(began) - due).TotalMilliseconds);
        }
    }

    private bool IsAnswered()
    {
        using var push = Push.To(_port, _suffix);
        using var answer = _http.Send(push);
        using var reader = new StreamReader(answer.Content.ReadAsStream());
        return answer.StatusCode == HttpStatusCode.OK && Push.IsReply(reader.ReadToEnd());
    }
}
