// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Simulator.Board;

namespace Simulator.Platform
{
    /// <summary>System.Threading.Thread as firmware sees it: a thread of the current board, in the board's time.</summary>
    public sealed class Thread
    {
        private readonly System.Threading.ThreadStart _start;

        public Thread(System.Threading.ThreadStart start)
        {
            _start = start;
        }

        public void Start()
        {
            SimulatedBoard.Current.StartThread(() => _start());
        }

        public static void Sleep(int millisecondsTimeout)
        {
            SimulatedBoard.Current.WaitUntil(() => false, millisecondsTimeout);
        }
    }

    /// <summary>System.Threading.AutoResetEvent in the board's time.</summary>
    public sealed class AutoResetEvent
    {
        private readonly SimulatedBoard _board = SimulatedBoard.Current;
        private int _set;

        public AutoResetEvent(bool initialState)
        {
            _set = initialState ? 1 : 0;
        }

        public bool Set()
        {
            _set = 1;
            _board.Time.Changed();
            return true;
        }

        public bool Reset()
        {
            _set = 0;
            return true;
        }

        public bool WaitOne(int millisecondsTimeout, bool exitContext)
        {
            _board.WaitUntil(() => _set == 1, millisecondsTimeout);
            return System.Threading.Interlocked.Exchange(ref _set, 0) == 1;
        }
    }

    /// <summary>System.Environment, of which the device has the tick count: milliseconds since the board booted.</summary>
    public static class Environment
    {
        public static long TickCount64 => SimulatedBoard.Current.Time.Now - SimulatedBoard.Current.BootedAt;
    }

    /// <summary>System.DateTime as far as firmware asks for the time of day.</summary>
    public static class DateTime
    {
        public static readonly System.DateTime UnixEpoch = System.DateTime.UnixEpoch;

        public static System.DateTime UtcNow => UnixEpoch.AddMilliseconds(SimulatedBoard.Current.Time.Now);
    }

    /// <summary>System.Random: hardware random on the device, seeded by the board here.</summary>
    public sealed class Random : System.Random
    {
        public Random()
            : base(SimulatedBoard.Current.Random.Next())
        {
        }
    }

    /// <summary>System.Console: the board's serial port.</summary>
    public static class Console
    {
        public static void WriteLine(string value)
        {
            SimulatedBoard.Current.Write(value);
        }
    }
}
