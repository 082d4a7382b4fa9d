// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Lora.Nano.Lorawan
{
    /// <summary>
    /// Answers to MAC commands in the order of the commands, at most what the frame options hold. RXParamSetupAns,
    /// RXTimingSetupAns and DlChannelAns go in every uplink until the network is heard again (TS001 5.4, 5.6, 5.7), the others
    /// once.
    /// </summary>
    internal sealed class MacAnswers
    {
        internal const int MaximumLength = 15;

        /// <summary>The answers.</summary>
        internal byte[] Bytes { get; } = new byte[MaximumLength];

        /// <summary>Their length.</summary>
        internal int Length { get; private set; }

        /// <summary>Adds an answer as a whole, or not when it does not fit: the network asks again.</summary>
        /// <param name="command">The command.</param>
        /// <param name="first">Its first byte, -1 for none.</param>
        /// <param name="second">Its second byte, -1 for none.</param>
        internal void Add(int command, int first, int second)
        {
            if (Length + LengthOf(command) > MaximumLength)
            {
                return;
            }

            Bytes[Length++] = (byte)command;
            if (first >= 0)
            {
                Bytes[Length++] = (byte)first;
            }

            if (second >= 0)
            {
                Bytes[Length++] = (byte)second;
            }
        }

        /// <summary>They went out: only those stay that are repeated.</summary>
        internal void OnSent()
        {
            int kept = 0;
            for (int at = 0; at < Length;)
            {
                int command = Bytes[at];
                int length = LengthOf(command);
                if (command == MacCommands.RxParamSetup || command == MacCommands.RxTimingSetup || command == MacCommands.DlChannel)
                {
                    Array.Copy(Bytes, at, Bytes, kept, length);
                    kept += length;
                }

                at += length;
            }

            Length = kept;
        }

        /// <summary>Forgets them: the network was heard behind the uplink that had them.</summary>
        internal void Clear()
        {
            Length = 0;
        }

        internal void Load(byte[] buffer, int offset, int length)
        {
            Array.Copy(buffer, offset, Bytes, 0, MaximumLength);
            Length = length > MaximumLength ? 0 : length;
        }

        internal void Pass(SessionRecord record)
        {
            int length = (int)record.Pass(Length, 1);
            record.Pass(Bytes);
            Length = length > MaximumLength ? 0 : length;
        }

        // The length of a whole answer.
        private static int LengthOf(int command)
        {
            switch (command)
            {
                case MacCommands.DutyCycleLimit:
                case MacCommands.RxTimingSetup:
                case MacCommands.TxParamSetup:
                    return 1;
                case MacCommands.DevStatus:
                    return 3;
                default:
                    return 2;
            }
        }
    }
}
