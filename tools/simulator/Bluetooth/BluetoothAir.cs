// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using nanoFramework.Device.Bluetooth;
using Simulator.Board;
using Simulator.Time;

namespace Simulator.Bluetooth
{
    /// <summary>The peripherals around a board, and the one thread the stock image delivers every Bluetooth event on.</summary>
    public sealed class BluetoothAir
    {
        private const int ConnectTimeoutMilliseconds = 10000;
        private const int OperationTimeoutMilliseconds = 7000;

        private readonly List<SimulatedPeripheral> _peripherals = new();
        private readonly Queue<Action> _events = new();
        private readonly HashSet<BluetoothLEAdvertisementWatcher> _watchers = new();
        private int _dispatcherLife = -1;

        public BluetoothAir(SimulatedTime time)
        {
            Time = time;
        }

        public SimulatedTime Time { get; }

        /// <summary>
        /// The stock image's faults: of two services with one UUID the second is left, a service whose handle is above 255
        /// shows no characteristics, notifications are cut to 20 bytes and reads to 22.
        /// </summary>
        public bool HasStockFaults { get; set; } = true;

        /// <summary>How long a link takes to come up.</summary>
        public int ConnectMilliseconds { get; set; } = 120;

        /// <summary>How long one GATT operation takes: about two connection intervals.</summary>
        public int OperationMilliseconds { get; set; } = 30;

        public IReadOnlyList<SimulatedPeripheral> Peripherals => _peripherals;

        /// <summary>A watcher was told of a peripheral.</summary>
        public event Action<SimulatedPeripheral> Heard;

        public void Add(SimulatedPeripheral peripheral)
        {
            _peripherals.Add(peripheral);
            peripheral.JoinedAir(this);
        }

        /// <summary>The watchers there are hear nothing any more, however often they are started: only a new one does.</summary>
        public void GoDeaf()
        {
            lock (_watchers)
            {
                foreach (BluetoothLEAdvertisementWatcher watcher in _watchers)
                {
                    watcher.IsDeaf = true;
                }
            }
        }

        internal bool IsScanning => _watchers.Count > 0;

        internal void StartScan(BluetoothLEAdvertisementWatcher watcher)
        {
            StartDispatcher();
            lock (_watchers)
            {
                _watchers.Add(watcher);
            }
        }

        internal void StopScan(BluetoothLEAdvertisementWatcher watcher)
        {
            lock (_watchers)
            {
                _watchers.Remove(watcher);
            }
        }

        // The stock image filters duplicates by address until the scan is started again.
        internal void Advertise(SimulatedPeripheral peripheral)
        {
            lock (_watchers)
            {
                foreach (BluetoothLEAdvertisementWatcher watcher in _watchers)
                {
                    if (!watcher.IsDeaf && watcher.Seen.Add(peripheral.Address))
                    {
                        Heard?.Invoke(peripheral);
                        Post(() => watcher.OnReceived(peripheral));
                    }
                }
            }
        }

        /// <summary>Blocks as long as coming up takes; a connect during a scan, or out of reach, fails after its time-out.</summary>
        internal SimulatedPeripheral Connect(ulong address, Action<byte[], ushort> notified, Action disconnected, Action changed)
        {
            StartDispatcher();
            SimulatedPeripheral peripheral = _peripherals.Find(p => p.Address == address);
            SimulatedBoard board = SimulatedBoard.Current;
            if (peripheral == null || !peripheral.InReach || IsScanning)
            {
                board.WaitUntil(() => false, ConnectTimeoutMilliseconds);
                return null;
            }

            board.WaitUntil(() => false, ConnectMilliseconds);
            return peripheral.TryConnect(
                (value, handle) => Post(() => notified(value, handle)), () => Post(disconnected), () => Post(changed)) ? peripheral : null;
        }

        /// <summary>Blocks as long as one operation takes.</summary>
        /// <returns>False when the link was lost: the operation then takes its time-out.</returns>
        internal bool Operate(SimulatedPeripheral peripheral, string operation)
        {
            SimulatedBoard board = SimulatedBoard.Current;
            if (peripheral.Hangs)
            {
                board.WaitUntil(() => false, -1);
            }

            board.WaitUntil(() => !peripheral.IsConnected, OperationMilliseconds + peripheral.ExtraDelayMilliseconds);
            if (!peripheral.IsConnected)
            {
                return false;
            }

            if (!peripheral.Answers || peripheral.Loses?.Invoke(operation) == true)
            {
                board.WaitUntil(() => !peripheral.IsConnected, OperationTimeoutMilliseconds);
                return false;
            }

            return true;
        }

        private void Post(Action action)
        {
            lock (_events)
            {
                _events.Enqueue(action);
            }

            Time.Changed();
        }

        private void StartDispatcher()
        {
            SimulatedBoard board = SimulatedBoard.Current;
            if (_dispatcherLife == board.Boots)
            {
                return;
            }

            // With a new life of the board its radio starts anew: the scan and the links of the life before are gone.
            _dispatcherLife = board.Boots;
            lock (_watchers)
            {
                _watchers.Clear();
            }

            _peripherals.ForEach(p => p.Disconnect());
            lock (_events)
            {
                _events.Clear();
            }

            board.StartThread(() =>
            {
                while (true)
                {
                    Action next = null;
                    board.WaitUntil(
                        () =>
                        {
                            lock (_events)
                            {
                                return _events.Count > 0;
                            }
                        },
                        -1);
                    lock (_events)
                    {
                        _events.TryDequeue(out next);
                    }

                    next?.Invoke();
                }
            });
        }
    }
}
